import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { OUTCOME_WORDS } from './words.ts';

/** What is to be done with a card that left its shelf for a visit that is no longer so, or was left where it was sent (`card-tasks.sql`). */
export type TaskKind = 'shelve' | 'send-on' | 'send-back';
export type TaskWhy = 'cancelled' | 'removed' | 'no-show' | 'incomplete' | 'moved' | 'none';

export const TASK_WORDS: Readonly<Record<TaskKind, string>> = {
  shelve: '棚へ戻す',
  'send-on': '別の場所へ回送',
  'send-back': '返送',
};
export const TASK_WHY: Readonly<Record<TaskWhy, string>> = {
  cancelled: '予約の取消',
  removed: '予約の人数から外れた',
  'no-show': OUTCOME_WORDS['no-show'],
  incomplete: '不備',
  moved: '予約の変更',
  none: '予約なし',
};

export type CardTask = { task: TaskKind; atOfficeId: number; toOfficeId: number; toOfficeName: string; why: TaskWhy };

/** Why a row `t` of `counter.card_tasks` stands there. */
export const taskWhySql: Sql = sql`CASE WHEN t.day IS NOT NULL THEN 'moved' ELSE counter.task_why(t.card_id) END`;

/** What is to be done with one card; undefined: nothing. */
export const taskOf = (tx: Tx, cardId: number): Promise<CardTask | undefined> =>
  tx.row<CardTask>(sql`
    SELECT t.task, t.at_office AS "atOfficeId", t.to_office AS "toOfficeId", o.name AS "toOfficeName", ${taskWhySql} AS why
    FROM counter.card_tasks(${cardId}) t JOIN offices.offices o ON o.id = t.to_office`);

/** Looks for the cards that lie at another office than their first, each night: who goes back after days without a visit is asked of these alone. */
export const noteShelvedAway = (db: Db): Promise<unknown> => db.run(sql`SELECT counter.note_shelved_away()`);

/** How many wait, of all offices; the list says of each where it goes and of nobody under 支援措置 who it is. */
export const tasksCount = (): Sql => sql`SELECT count(*)::integer FROM counter.card_tasks()`;
