CREATE TABLE `deliveries` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project` text NOT NULL,
	`webhook` text NOT NULL,
	`body` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at_ms` integer NOT NULL,
	`problem` text
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_time` ON `deliveries` (`next_at_ms`);