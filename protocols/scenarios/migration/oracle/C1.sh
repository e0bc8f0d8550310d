# C1: rows with one e-mail are one {{ member }}, whose name and phone are those of the row changed last.
. "$(dirname "$0")/lib.sh"
start
q "$(row 1 'Ann Old' 'ann@x.example' 1 20 01.01.2024 '' '' A '31.01.2023 10:00')
$(row 2 'Ann New' ' Ann@X.example ' 2 20 01.01.2024 '' '' A '02.02.2024 10:00')
$(row 3 'Ann Mid' 'ANN@x.example' 3 20 01.01.2024 '' '' A '15.12.2023 10:00')
$(row 4 'Bo First' 'bo@x.example' 4 20 01.01.2024 '' '' A '01.02.2024 10:00')
$(row 5 'Bo Second' 'bo@x.example' '' 20 01.01.2024 '' '' A '01.02.2024 10:00')
$(row 6 'Cy' '' 6 20 01.01.2024 '' '' A '01.02.2024 10:00')
$(row 7 'Cy' ' ' 7 20 01.01.2024 '' '' A '01.02.2024 10:00')"
backfill
equal "$(q "SELECT email, name, phone FROM {{ member }} ORDER BY email IS NULL, email, phone")" \
'ann@x.example|Ann New|2
bo@x.example|Bo Second|
|Cy|6
|Cy|7' '{{ members }}'
equal "$(q "SELECT {{ contract }}.sheet_row, {{ member }}.name FROM {{ contract }} JOIN {{ member }} ON {{ member }}.id = {{ contract }}.{{ member }} ORDER BY 1" | tr '\n' ' ')" \
'1|Ann New 2|Ann New 3|Ann New 4|Bo Second 5|Bo Second 6|Cy 7|Cy ' '{{ contracts }}'
