.read data/basics.sql
SELECT now FROM clock;
--> 2024-03-01T08:00:00Z
INSERT INTO clock VALUES ('yesterday');
--> error: CHECK constraint failed: now GLOB '????-??-??T??:??:??Z'
