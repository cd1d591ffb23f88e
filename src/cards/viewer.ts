import { raw, type Sql, sql } from '../lib/db/sql.ts';

/**
 * Who looks. Every read that names a person takes one and answers `null` in place of whom this viewer may not see (支援措置): a page,
 * a list or a count that forgets them does not compile.
 */
export type Viewer = { seesProtected: boolean };

/** For a count that must not tell who is protected: whoever reads with it leaves out what the viewer may not see before anything is shown. */
export const EVERYBODY: Viewer = { seesProtected: true };

/** A person as a list shows them; null: hidden from this viewer. */
export type Who = { name: string; kana: string } | null;

/** The condition by which a read leaves out whom this viewer may not see. `protectedOf`: 支援措置 as a condition; of the card `c` unless told otherwise. */
export const seenOnly = ({ seesProtected }: Viewer, protectedOf: Sql = sql`c.protected`): Sql =>
  sql`(${seesProtected} OR NOT (${protectedOf}))`;

/** Its contrary: whom a list leaves out and counts. */
export const unseenOnly = ({ seesProtected }: Viewer, protectedOf: Sql = sql`c.protected`): Sql =>
  sql`(NOT ${seesProtected} AND (${protectedOf}))`;

/** `protectedOf`: the SQL condition of 支援措置, name and kana: columns or expressions. The name never leaves the database for who may not see it. */
export const whoSql = (viewer: Viewer, protectedOf: Sql, name: string, kana: string): Sql =>
  sql`CASE WHEN ${seenOnly(viewer, protectedOf)} THEN jsonb_build_object('name', ${raw(name)}, 'kana', ${raw(kana)}) END`;

/** A column of somebody, NULL where `whoSql` is. */
export const seenSql = (viewer: Viewer, protectedOf: Sql, column: Sql): Sql =>
  sql`CASE WHEN ${seenOnly(viewer, protectedOf)} THEN ${column} END`;

/** Whether one of several cards, by their ids, is of somebody under 支援措置. */
export const someHidden = (ids: Sql): Sql =>
  sql`EXISTS (SELECT FROM cards.cards p WHERE p.id = ANY (${ids}) AND (p.protected OR cards.is_protected_key(p.person_key)))`;
