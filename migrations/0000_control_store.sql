CREATE TABLE `access_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`role` text,
	`project` text,
	`environment` text,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`revoked_at` text
);
--> statement-breakpoint
CREATE TABLE `answers` (
	`caller` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`request` text NOT NULL,
	`status` integer NOT NULL,
	`headers` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`caller`, `idempotency_key`)
);
--> statement-breakpoint
CREATE INDEX `answers_by_age` ON `answers` (`at`);--> statement-breakpoint
CREATE TABLE `documents` (
	`project` text NOT NULL,
	`noun` text NOT NULL,
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`definition` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` text NOT NULL,
	`updated_by` text NOT NULL,
	PRIMARY KEY(`project`, `noun`, `key`)
);
--> statement-breakpoint
CREATE TABLE `revisions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project` text NOT NULL,
	`noun` text NOT NULL,
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`action` text NOT NULL,
	`at` text NOT NULL,
	`by` text NOT NULL,
	`why` text,
	`status` text NOT NULL,
	`before` text,
	`after` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `revisions_of_one` ON `revisions` (`project`,`noun`,`key`,`version`);--> statement-breakpoint
CREATE INDEX `revisions_of_project` ON `revisions` (`project`,`id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
