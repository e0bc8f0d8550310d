DROP TABLE payment;
DROP TABLE {{ sheet }};
