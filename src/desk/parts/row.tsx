import { smallId } from '../../lib/values/ids.ts';
import { type Answer, type SignedAsk, show } from '../route.ts';
import { NotFound } from './not-found.tsx';

type Handle = (ask: SignedAsk) => Promise<Answer>;
export type WithRow<Row> = (work: (ask: SignedAsk, row: Row) => Promise<Answer> | Answer) => Handle;

/** What an address names, or the page that says there is none. */
export const withFound =
  <Row,>(find: (ask: SignedAsk) => Promise<Row | undefined>): WithRow<Row> =>
  (work) =>
  async (ask) => {
    const row = await find(ask);
    return row === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, row);
  };

/** The row that the number `param` of an address names, or the page that says there is none. Every page of one thing begins with it. */
export const withRow = <Row,>(read: (ask: SignedAsk, id: number) => Promise<Row | undefined>, param = 'id'): WithRow<Row> =>
  withFound(async (ask) => {
    const id = smallId(ask.params[param]);
    return id.ok ? await read(ask, id.value) : undefined;
  });
