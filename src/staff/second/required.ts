import { type Sql, sql } from '../../lib/db/sql.ts';
import { HELD, NEVER_LOST } from '../guard.ts';

/** Whether the city asks account `a` for a second factor (`sign-in-second`): nobody, who may manage accounts, settings or those of the city, or everybody. */
export const REQUIRED: Sql = sql`CASE site.number('sign-in-second')
  WHEN 0 THEN false
  WHEN 1 THEN EXISTS (SELECT FROM ${HELD} WHERE ar.account_id = a.id AND rr.right_code = ANY (${[...NEVER_LOST]}))
  ELSE true END`;
