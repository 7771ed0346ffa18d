BEGIN TRANSACTION;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE event (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	at FLOAT NOT NULL, 
	annotator TEXT NOT NULL, 
	session TEXT NOT NULL, 
	item INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT, 
	seconds FLOAT, 
	stream TEXT NOT NULL, 
	ranking INTEGER, 
	strategy TEXT, 
	score FLOAT, 
	undoes INTEGER, 
	current BOOLEAN DEFAULT true NOT NULL, 
	CONSTRAINT uq_event_uid UNIQUE (uid), 
	CONSTRAINT fk_event_item_item FOREIGN KEY(item) REFERENCES item (pos), 
	CONSTRAINT fk_event_undoes_event FOREIGN KEY(undoes) REFERENCES event (seq)
);
INSERT INTO "event" VALUES(1,'import-7192c619af619d192d2e563aab609fc6',1.7953376764950213432e+09,'import','import-1795337676.472867',8,'label','["c2"]',NULL,'import',NULL,NULL,NULL,NULL,1);
INSERT INTO "event" VALUES(2,'ada-1',1790000000.0,'ada','session-ada',0,'label','["c1"]',2.5,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(3,'ada-2',1790000000.0,'ada','session-ada',1,'label','["c2"]',1.5,'list',NULL,NULL,NULL,NULL,1);
INSERT INTO "event" VALUES(4,'bob-1',1790000000.0,'bob','session-bob',1,'label','["c1"]',4.0,'strategy',NULL,'random',NULL,NULL,0);
INSERT INTO "event" VALUES(5,'ada-3',1790000000.0,'ada','session-ada',2,'label','["c1"]',NULL,'control',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(6,'ada-4',1790000000.0,'ada','session-ada',2,'undo',NULL,NULL,'control',NULL,'random',NULL,5,1);
INSERT INTO "event" VALUES(7,'bob-2',1790000000.0,'bob','session-bob',3,'skip',NULL,NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(8,'bob-3',1790000000.0,'bob','session-bob',4,'ignore',NULL,NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(9,'bob-4',1790000000.0,'bob','session-bob',6,'flag',NULL,NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(10,'bob-5',1790000000.0,'bob','session-bob',6,'comment','Which bread? — 50 % 🍞',NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(11,'ada-5',1790000000.0,'ada','session-ada',6,'label','["c1"]',NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(12,'ada-6',1790000000.0,'ada','session-ada',6,'label','["c2"]',NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(13,'ada-7',1790000000.0,'ada','session-ada',7,'label','["c2"]',NULL,'strategy',NULL,'random',NULL,NULL,1);
INSERT INTO "event" VALUES(14,'bob-6',1790000000.0,'bob','session-bob',7,'requeue',NULL,NULL,'strategy',NULL,'random',NULL,NULL,1);
CREATE TABLE item (
	pos INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	hash BLOB NOT NULL, 
	content TEXT NOT NULL, 
	meta TEXT, 
	grp TEXT, 
	copy_of INTEGER, 
	draw FLOAT NOT NULL, 
	control BOOLEAN NOT NULL, 
	state SMALLINT DEFAULT 0 NOT NULL, 
	flagged BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_item PRIMARY KEY (pos), 
	CONSTRAINT uq_item_id UNIQUE (id), 
	CONSTRAINT fk_item_copy_of_item FOREIGN KEY(copy_of) REFERENCES item (pos)
);
INSERT INTO "item" VALUES(0,'n0',X'73BBB8BDA83C19EEDFA897598B966B78','late train',NULL,NULL,NULL,7.04914228270333453885e-01,0,1,0);
INSERT INTO "item" VALUES(1,'n1',X'5B5DD7FBD6FCA82BFE221E92C75B59BE','lovely view',NULL,NULL,NULL,5.85741372749031707911e-01,0,1,0);
INSERT INTO "item" VALUES(2,'n2',X'A400D85368B0456F326326171B18B792','cold tea',NULL,NULL,NULL,2.16728606694744252436e-01,1,0,0);
INSERT INTO "item" VALUES(3,'n3',X'E4E9460D0CBC93CD1EFF7183EA3043AF','warm people',NULL,NULL,NULL,4.9981248506352582428e-01,0,2,0);
INSERT INTO "item" VALUES(4,'n4',X'31E138B22D3C3C9C0281C10501B4ACF2','loud room',NULL,NULL,NULL,4.46202921669721419561e-01,0,3,0);
INSERT INTO "item" VALUES(5,'n5',X'73BBB8BDA83C19EEDFA897598B966B78','late train',NULL,NULL,0,0.58513289110285,0,0,0);
INSERT INTO "item" VALUES(6,'n6',X'1404A89A7BD9620BB2165FF378AFB3F4','good bread',NULL,NULL,NULL,3.97020675582852367035e-01,0,1,1);
INSERT INTO "item" VALUES(7,'n7',X'09C8802371036CDEE30ED930AEBDCEE4','long wait',NULL,NULL,NULL,4.9175603006136114903e-01,0,0,0);
INSERT INTO "item" VALUES(8,'n8',X'DA5AB02ADB0B57BD5174037BFEBED183','kind host',NULL,NULL,NULL,6.23958180806835738252e-01,0,1,0);
CREATE TABLE label (
	item INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	annotator TEXT NOT NULL, 
	at FLOAT NOT NULL, 
	stream TEXT NOT NULL, 
	CONSTRAINT pk_label PRIMARY KEY (item), 
	CONSTRAINT fk_label_item_item FOREIGN KEY(item) REFERENCES item (pos), 
	CONSTRAINT fk_label_seq_event FOREIGN KEY(seq) REFERENCES event (seq)
);
INSERT INTO "label" VALUES(0,'["c1"]',2,'ada',1790000000.0,'strategy');
INSERT INTO "label" VALUES(1,'["c2"]',3,'ada',1790000000.0,'list');
INSERT INTO "label" VALUES(6,'["c2"]',12,'ada',1790000000.0,'strategy');
INSERT INTO "label" VALUES(8,'["c2"]',1,'import',1.7953376764950213432e+09,'import');
CREATE TABLE label_class (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	"key" TEXT, 
	description TEXT, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_label_class PRIMARY KEY (id), 
	CONSTRAINT uq_label_class_name UNIQUE (name)
);
INSERT INTO "label_class" VALUES('c1','bad','1',NULL,0);
INSERT INTO "label_class" VALUES('c2','good','2',NULL,1);
CREATE TABLE lease (
	item INTEGER NOT NULL, 
	session TEXT NOT NULL, 
	annotator TEXT NOT NULL, 
	taken FLOAT NOT NULL, 
	expires FLOAT NOT NULL, 
	stream TEXT NOT NULL, 
	ranking INTEGER, 
	CONSTRAINT pk_lease PRIMARY KEY (item), 
	CONSTRAINT fk_lease_item_item FOREIGN KEY(item) REFERENCES item (pos)
);
INSERT INTO "lease" VALUES(2,'session-ada','ada',1790000000.0,1790000180.0,'control',NULL);
INSERT INTO "lease" VALUES(7,'session-bob','bob',1790000000.0,1790000180.0,'strategy',NULL);
CREATE TABLE ranking (
	version INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at FLOAT NOT NULL, 
	strategy TEXT NOT NULL, 
	labels INTEGER NOT NULL, 
	file TEXT NOT NULL
);
INSERT INTO "ranking" VALUES(1,1790000000.0,'margin',0,'r1');
CREATE TABLE round (
	ranking INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	labels INTEGER NOT NULL, 
	result TEXT NOT NULL, 
	CONSTRAINT pk_round PRIMARY KEY (ranking), 
	CONSTRAINT fk_round_ranking_ranking FOREIGN KEY(ranking) REFERENCES ranking (version)
);
INSERT INTO "round" VALUES(1,1790000000.0,0,'{"scores": {"accuracy": 0.5}}');
CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
INSERT INTO "setting" VALUES('uid','"678ea5e70064ee20"');
INSERT INTO "setting" VALUES('control_reserved','0.25');
CREATE TABLE web_session (
	token_hash TEXT NOT NULL, 
	created FLOAT NOT NULL, 
	expires FLOAT NOT NULL, 
	CONSTRAINT pk_web_session PRIMARY KEY (token_hash)
);
INSERT INTO "web_session" VALUES('0000000000000000000000000000000000000000000000000000000000000000',1790000000.0,1790000060.0);
CREATE INDEX ix_item_copy_of ON item (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX ix_item_state ON item (state) WHERE state <> 0;
CREATE INDEX ix_item_hash ON item (hash);
CREATE INDEX ix_item_open ON item (control, draw) WHERE state = 0 AND copy_of IS NULL;
CREATE INDEX ix_item_flagged ON item (flagged) WHERE flagged;
CREATE INDEX ix_event_undoes ON event (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX ix_event_item ON event (item);
CREATE INDEX ix_event_annotator ON event (annotator, seq);
CREATE INDEX ix_lease_session ON lease (session);
CREATE INDEX ix_lease_expires ON lease (expires);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('event',14);
INSERT INTO "sqlite_sequence" VALUES('ranking',1);
COMMIT;
