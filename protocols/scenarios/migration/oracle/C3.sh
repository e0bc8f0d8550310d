# C3: dates as 2024-03-01, times in UTC.
. "$(dirname "$0")/lib.sh"
start
q "$(row 1 Ann 'ann@x.example' '' 20 29.02.2024 01.03.2024 '' E '01.03.2024 00:30')
$(row 2 Bo '' '' 20 01.11.2023 '' '' A '15.07.2024 18:45')"
backfill
equal "$(q "SELECT starts, ends, changed_at FROM {{ contract }} ORDER BY sheet_row")" \
'2024-02-29|2024-03-01|2024-02-29T23:30:00Z
2023-11-01||2024-07-15T17:45:00Z' '{{ contracts }}'
equal "$(q "SELECT changed_at FROM {{ member }} ORDER BY changed_at" | tr '\n' ' ')" \
    '2024-02-29T23:30:00Z 2024-07-15T17:45:00Z ' '{{ members }}'
