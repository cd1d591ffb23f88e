import { readDraft } from '../../../calendar/drafts.ts';
import { readParcel } from '../../../cards/parcels.ts';
import { readPlace } from '../../../cards/places.ts';
import { readStatus } from '../../../cards/statuses.ts';
import { readStocktake } from '../../../cards/stocktake-read.ts';
import { readClosing } from '../../../closing/read.ts';
import { readUpload } from '../../../intake/uploads.ts';
import { longDate } from '../../../lib/dates/format.ts';
import type { Tx } from '../../../lib/db/db.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { readOffice } from '../../../offices/read.ts';
import { readService } from '../../../services/read.ts';
import { readAccount } from '../../../staff/accounts.ts';
import { readRole } from '../../../staff/roles.ts';
import type { ReadSubject } from '../../route.ts';

/** The thing that the number `:id` of an address names, in words. */
const thing =
  <Row>(term: string, read: (tx: Tx, id: number) => Promise<Row | undefined>, words: (row: Row) => string): ReadSubject =>
  async ({ ask, params }) => {
    const id = smallId(params['id']);
    const row = id.ok ? await read(ask.db, id.value) : undefined;
    return row && [{ term, value: words(row) }];
  };

const factsName = ({ facts }: { facts: { name: string } }): string => facts.name;

/** What forms are about that are pressed on their own page again, by the beginning of the address: said, so that somebody knows which page it was. */
export const THINGS: readonly (readonly [string, ReadSubject])[] = [
  ['/calendar/drafts/:id/', thing('下書き', readDraft, ({ name }) => name)],
  [
    '/closings/:id/',
    thing('臨時閉庁', readClosing, ({ from, to, officeName }) =>
      from === to ? `${longDate(from)}、${officeName}` : `${longDate(from)}から${longDate(to)}、${officeName}`,
    ),
  ],
  ['/storage/boxes/:id/', thing('箱', readPlace, ({ cabinet, box, officeName }) => `${cabinet} ${box}（${officeName}）`)],
  ['/storage/stocktakes/:id', thing('箱', readStocktake, ({ cabinet, box, officeName }) => `${cabinet} ${box}（${officeName}）`)],
  ['/parcels/:id', thing('便', readParcel, ({ id, fromName, toName }) => `便 ${id}：${fromName}から${toName}へ`)],
  ['/intake/:id/', thing('ファイル', readUpload, ({ fileName }) => fileName)],
  ['/settings/offices/:id', thing('交付場所', readOffice, factsName)],
  ['/settings/services/:id', thing('手続き', readService, factsName)],
  ['/settings/roles/:id', thing('役割', readRole, factsName)],
  ['/settings/statuses/:id', thing('交付状況', readStatus, factsName)],
  ['/accounts/:id', thing('アカウント', readAccount, ({ name, login }) => `${name}（${login}）`)],
];
