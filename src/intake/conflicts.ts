import { CONTRADICTS, NOT_MET } from '../cards/take-in.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

export type Asked = {
  /** Questions for staff that are new. */
  asked: number;
  /** Those they were asked already, and have not answered. */
  waiting: number;
  /** Those they have answered with: leave it as it is. */
  dropped: number;
};

/** Names what row `i` says of a person. */
export const FINGERPRINT = sql`md5(concat_ws('|', i.notice_id, i.birth_text, i.name_key))`;

/**
 * A decision `d` still answers for row `i` (its card and marks). That of another person does while their card is there and open, or is over and this is an old
 * list of it: a card that was taken out again, or is made anew, is asked about anew.
 */
export const answers = (d: Sql, i: Sql): Sql => sql`(${d}.decided_at IS NOT NULL AND (
  ${d}.decision <> 'another-person' OR ${d}.made_card IS NULL OR EXISTS (
    SELECT FROM cards.cards made WHERE made.id = ${d}.made_card AND (made.is_open
      OR (made.lot, made.serial_no, made.arrived_on, made.expires_on) IS NOT DISTINCT FROM (${i}.lot, ${i}.serial_no, ${i}.arrived_on, ${i}.expires_on)))))`;

/**
 * Rows that contradict an open card become questions for staff, one a card and reading: a corrected name, or another person?
 * Run after the cards are in, so that rows of one list that contradict one another are asked about as well. `anew`: also what they have answered.
 */
export async function askAboutContradictions(tx: Tx, importId: number, { anew = false } = {}): Promise<Asked> {
  await tx.run(sql`
    CREATE TEMP TABLE contradictions ON COMMIT DROP AS
    SELECT i.line, o.id AS card_id, ${FINGERPRINT} AS fingerprint, i.lot, i.serial_no, i.arrived_on, i.expires_on,
      to_jsonb(i) - 'search' - 'turn' - 'line' AS incoming
    FROM pg_temp.incoming i
      JOIN LATERAL (SELECT c.id FROM cards.cards c WHERE ${CONTRADICTS} ORDER BY c.id LIMIT 1) o ON true
    WHERE ${NOT_MET}
      AND NOT EXISTS (SELECT FROM cards.cards c WHERE c.is_open AND c.notice_id = i.notice_id AND c.birth_text = i.birth_text AND c.name_key = i.name_key)`);
  const answered = anew
    ? sql`false`
    : sql`EXISTS (
      SELECT FROM intake.conflicts d WHERE d.card_id = k.card_id AND d.fingerprint = k.fingerprint AND ${answers(sql`d`, sql`k`)})`;
  const asked = await tx.run(sql`
    INSERT INTO intake.conflicts (import_id, card_id, line, incoming, fingerprint)
    SELECT ${importId}, k.card_id, k.line, k.incoming, k.fingerprint FROM pg_temp.contradictions k
    WHERE NOT ${answered}
    ORDER BY k.line
    ON CONFLICT (card_id, fingerprint) WHERE decided_at IS NULL DO NOTHING`);
  const { total, dropped } = await tx.one<{ total: number; dropped: number }>(sql`
    SELECT count(*)::integer AS total, (count(*) FILTER (WHERE ${answered}))::integer AS dropped
    FROM pg_temp.contradictions k`);
  return { asked, waiting: total - asked - dropped, dropped };
}
