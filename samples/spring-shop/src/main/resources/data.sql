INSERT INTO product VALUES (1, 'Teapot'), (2, 'Cup'), (3, 'Strainer') ON CONFLICT DO NOTHING;
