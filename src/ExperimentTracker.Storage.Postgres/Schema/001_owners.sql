-- Who recorded something: the login, which a client cannot choose. roles.sql decides what others may do with it.
ALTER TABLE projects ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE experiments ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE trials ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE datasets ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE encoders ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE runs ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE artifacts ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE models ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE model_versions ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
ALTER TABLE sessions ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT session_user;
