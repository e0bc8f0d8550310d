# C9: {{ sheet }} is a view of what was carried over, as the sheet has it.
. "$(dirname "$0")/lib.sh"
start
q "$(row 1 Ann ann@x.example 0170 24.50 01.02.2024 31.03.2024 12 A '01.03.2024 00:30')
$(row 2 Bo '' '' '' 29.02.2024 '' '' P '05.03.2024 10:00')
$(row 3 Cy cy@x.example '' 9.05 01.02.2024 '' '' E '05.03.2024 10:00')
$(row 4 Di di@x.example '' 12 01.02.2024 '' 14 A '05.03.2024 10:00')
$(row 5 Ed '' '' nothing 01.02.2024 '' 14 A '05.03.2024 10:00')"
backfill
equal "$(q "SELECT group_concat(name) FROM pragma_table_info('{{ sheet }}')")" \
    "$(q "SELECT group_concat(name) FROM pragma_table_info('{{ sheet }}_import')")" 'columns'
equal "$(q "SELECT type FROM sqlite_master WHERE name = '{{ sheet }}'")" view 'what it is'
equal "$(q "SELECT * FROM {{ sheet }} ORDER BY row_id")" \
'1|Ann|ann@x.example|0170|North|P1|First|24.50|01.02.2024|31.03.2024|12|A|01.03.2024 00:30
2|Bo|||North|P1|First||29.02.2024|||P|05.03.2024 10:00
3|Cy|cy@x.example||North|P1|First|9.05|01.02.2024|||E|05.03.2024 10:00
4|Di|di@x.example||North|P1|First|12.00|01.02.2024||14|A|05.03.2024 10:00' 'rows'
equal "$(q "SELECT count(*) FROM {{ sheet }} WHERE typeof({{ fee }}) <> 'text' OR typeof(ends) <> 'text' OR typeof(email) <> 'text'")" 0 'values that are no text'
