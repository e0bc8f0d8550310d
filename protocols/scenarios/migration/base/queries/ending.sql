SELECT id, {{ member }}, ends
FROM {{ contract }}
WHERE {{ site }} = :{{ site }} AND ends BETWEEN :from AND :until
ORDER BY ends;
