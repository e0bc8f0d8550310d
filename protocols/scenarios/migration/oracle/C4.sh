# C4: an unusable row is not carried over; rejected lists it with the first reason that applies.
. "$(dirname "$0")/lib.sh"
start
t='01.02.2024 12:00'
q "$(row 1 ' ' '' '' x 31.02.2024 '' '' A "$t")
$(row 2 Ann '' '' 20 '' '' '' A "$t")
$(row 3 Ann '' '' 20 31.02.2024 '' '' A "$t")
$(row 4 Ann '' '' 20 01.02.2024 soon '' A "$t")
$(row 5 Ann '' '' x 02.02.2024 01.02.2024 '' A "$t")
$(row 6 Ann '' '' 18,50 01.02.2024 '' '' A "$t")
$(row 7 Ann '' '' 18.505 01.02.2024 '' '' '?' "$t")
$(row 8 Ann '' '' -18 01.02.2024 '' '' A "$t")
$(row 9 Ann '' '' 18 01.02.2024 '' '' '' "$t")
$(row 10 Ann '' '' 18 01.02.2024 '' '' A "$t")
UPDATE {{ sheet }}_import SET {{ plan }}_code = '' WHERE row_id IN (1, 2);"
backfill
equal "$(q "SELECT row_id, reason FROM rejected ORDER BY row_id" | tr '\n' ' ')" \
    '1|no name 2|no {{ plan }} 3|bad date 4|bad date 5|bad date 6|bad {{ fee }} 7|bad {{ fee }} 8|bad {{ fee }} 9|bad status ' rejected
equal "$(q "SELECT group_concat(sheet_row) FROM {{ contract }}")" 10 'carried over'
equal "$(q "SELECT count(*) FROM {{ sheet }}_import")" 10 'rows that stay in the sheet'
