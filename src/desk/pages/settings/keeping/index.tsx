import { listKept } from '../../../../cards/keep.ts';
import { listClosingRecords, listFigures, listNights } from '../../../../keeping/read.ts';
import { readSetting } from '../../../../site/settings.ts';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { viewerOf } from '../../../parts/viewer.ts';
import { paths } from '../../../paths.ts';
import { get, type Route, show } from '../../../route.ts';
import { KeepingPage } from './view.tsx';

const NIGHTS = 14;
const RECORDS = 60;
const MONTHS = 60;

/** How long records are kept, what the nights removed, and what stays all the same (§8(1)⑧). */
export const keepingRoutes: readonly Route[] = [
  get(paths.keeping, RIGHT, async (ask) => {
    const [cards, reservations, log, nights, kept, records, figures] = await Promise.all([
      readSetting(ask.db, 'keep-cards-years'),
      readSetting(ask.db, 'keep-reservations-years'),
      readSetting(ask.db, 'keep-log-years'),
      listNights(ask.db, NIGHTS),
      listKept(ask.db, viewerOf(ask)),
      listClosingRecords(ask.db, RECORDS),
      listFigures(ask.db, MONTHS),
    ]);
    return show(<KeepingPage ask={ask} props={{ years: { cards, reservations, log }, nights, kept, records, figures }} />);
  }),
];
