CREATE TABLE `members` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`role` text NOT NULL,
	`project` text,
	`password_hash` text,
	`issuer` text,
	`subject` text,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`seen_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_id_unique` ON `members` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `members_email_unique` ON `members` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `members_by_identity` ON `members` (`issuer`,`subject`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`member` text NOT NULL,
	`by_link` integer NOT NULL,
	`created_ms` integer NOT NULL,
	`seen_ms` integer NOT NULL,
	FOREIGN KEY (`member`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_of_member` ON `sessions` (`member`);--> statement-breakpoint
CREATE INDEX `sessions_by_use` ON `sessions` (`seen_ms`);--> statement-breakpoint
CREATE TABLE `sign_in_codes` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`member` text NOT NULL,
	`invitation` integer NOT NULL,
	`expires_ms` integer NOT NULL,
	FOREIGN KEY (`member`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sign_in_codes_of_member` ON `sign_in_codes` (`member`);