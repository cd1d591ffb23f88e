import { listKept } from '../../../../cards/keep.ts';
import { listClosingRecords, listFigures, listNights } from '../../../../keeping/read.ts';
import { listSettings } from '../../../../site/change-setting.ts';
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
    const [settings, nights, kept, records, figures] = await Promise.all([
      listSettings(ask.db),
      listNights(ask.db, NIGHTS),
      listKept(ask.db, viewerOf(ask)),
      listClosingRecords(ask.db, RECORDS),
      listFigures(ask.db, viewerOf(ask), MONTHS),
    ]);
    return show(<KeepingPage ask={ask} props={{ settings, nights, kept, records, figures }} />);
  }),
];
