CREATE TABLE `project_keys` (
	`project` text NOT NULL,
	`purpose` text NOT NULL,
	`number` integer NOT NULL,
	`secret` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`project`, `purpose`, `number`)
);
--> statement-breakpoint
CREATE TABLE `tombstones` (
	`project` text NOT NULL,
	`subject` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`project`, `subject`)
);
