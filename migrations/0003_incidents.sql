CREATE TABLE `incidents` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`project` text NOT NULL,
	`environment` text NOT NULL,
	`event` text NOT NULL,
	`check` text NOT NULL,
	`property` text,
	`start_hour` integer NOT NULL,
	`end_hour` integer,
	`opened_at` text NOT NULL,
	`closed_at` text,
	`finding` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_id_unique` ON `incidents` (`id`);--> statement-breakpoint
CREATE INDEX `incidents_of_event` ON `incidents` (`project`,`environment`,`event`);