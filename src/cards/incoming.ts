import type { Tx } from '../lib/db/db.ts';
import { raw, sql } from '../lib/db/sql.ts';

/**
 * Cards as a list tells of them, laid into a table of the transaction's own: a row a card, `line` where it stands in the list.
 * `turn` 0; of rows that contradict one another about a person (one notice ID and birthday, two names) the second is 1, the third 2 …
 */
export const INCOMING = {
  line: 'integer NOT NULL',
  turn: 'smallint NOT NULL',
  notice_id: 'text NOT NULL',
  name: 'text NOT NULL',
  kana: 'text NOT NULL',
  name_key: 'text NOT NULL',
  kana_key: 'text NOT NULL',
  birth_date: 'date',
  birth_text: 'text NOT NULL',
  person_key: 'text',
  postal_code: 'text NOT NULL',
  address: 'text NOT NULL',
  phone: 'text NOT NULL',
  lot: 'text NOT NULL',
  serial_no: 'text NOT NULL',
  office_code: 'text NOT NULL',
  arrived_on: 'date',
  expires_on: 'date',
  notice_date: 'date',
  search: 'text[] NOT NULL',
} as const;
type IncomingColumn = keyof typeof INCOMING;
/** Of a card itself: all but where its row stands in the list. */
export type CardColumn = Exclude<IncomingColumn, 'line' | 'turn'>;
const isOfCard = (column: string): column is CardColumn => column !== 'line' && column !== 'turn';
export const CARD_COLUMNS = Object.keys(INCOMING).filter(isOfCard);
const columns: readonly IncomingColumn[] = ['line', 'turn', ...CARD_COLUMNS];

/** The statement that fills the table: a line a card, line and turn first, then CARD_COLUMNS. */
export const COPY_INCOMING = `COPY pg_temp.incoming (${columns.join(', ')}) FROM STDIN`;

/** Makes the table; it goes with the transaction. Written with COPY, so that a list of any length costs one pass. */
export const openIncoming = (tx: Tx): Promise<number> =>
  tx.run(
    sql`CREATE TEMP TABLE incoming (${raw(columns.map((column) => `${column} ${INCOMING[column]}`).join(', '))}) ON COMMIT DROP`,
  );
