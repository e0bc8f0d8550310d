SELECT id, {{ plan }}, status
FROM {{ contract }}
WHERE {{ member }} = :{{ member }}
ORDER BY starts DESC;
