CREATE TABLE IF NOT EXISTS product (id int PRIMARY KEY, title text NOT NULL);
