-- 0: a stored blob; 1: announced, bytes may be in place before a commit refers to them; 2: being deleted.
ALTER TABLE blobs ADD COLUMN state INTEGER NOT NULL DEFAULT 0;

-- When its bytes were last announced or stored, in UTC ticks.
ALTER TABLE blobs ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
