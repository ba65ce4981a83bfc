-- Registers whose lines stand for persons.
SELECT register_id FROM pub.register WHERE declaration_json ->> 'persons' = 'true'
ORDER BY register_id;
