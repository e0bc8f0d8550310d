SELECT iif(count(*) = 13, 'ok  ', 'FAIL') || ' the sheet has its 13 columns'
FROM pragma_table_info((SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '{{ sheet }}*'));
SELECT iif(count(*) = 0, 'ok  ', 'FAIL') || ' a new database is empty' FROM payment;
