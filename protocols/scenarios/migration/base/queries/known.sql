SELECT count(*)
FROM {{ member }}
WHERE lower(email) = lower(:email);
