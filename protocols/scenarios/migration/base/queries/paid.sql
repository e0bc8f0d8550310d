SELECT sum(cents)
FROM payment
WHERE {{ contract }} = :{{ contract }};
