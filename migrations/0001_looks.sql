CREATE TABLE `looks` (
	`project` text NOT NULL,
	`experiment` text NOT NULL,
	`phase` integer NOT NULL,
	`number` integer NOT NULL,
	`at` text NOT NULL,
	`taken_at` text NOT NULL,
	`information` real NOT NULL,
	`final` integer NOT NULL,
	`answer` text NOT NULL,
	PRIMARY KEY(`project`, `experiment`, `phase`, `number`)
);
