import { readReady } from '../../../../closing/ready.ts';
import { changeOffice } from '../../../../closing/retire.ts';
import { cityDay } from '../../../../lib/dates/jst.ts';
import { hasErrors } from '../../../../lib/html/index.ts';
import { urlCode } from '../../../../lib/values/ids.ts';
import { addOffice } from '../../../../offices/acts.ts';
import { listOfficeRecords, type OfficeRecord } from '../../../../offices/read.ts';
import { listTransfers } from '../../../../offices/transfers.ts';
import { paths, withQuery } from '../../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { RIGHT } from '../parts.tsx';
import { positionAfter } from '../position.tsx';
import { readOfficeForm } from './form.tsx';
import { retireRoutes } from './retire.tsx';
import { transferRoutes } from './transfers.tsx';
import { NewOfficePage, OfficePage, type OfficeProps, OfficesPage } from './view.tsx';
import { withOffice } from './with.tsx';

async function newPage(ask: SignedAsk, errors: Record<string, string>, status = 200) {
  const position = positionAfter(await listOfficeRecords(ask.db));
  return show(<NewOfficePage ask={ask} errors={errors} position={position} />, status);
}

const page = async (ask: SignedAsk, office: OfficeRecord, more: Partial<OfficeProps> = {}, status = 200) => {
  const [ready, pairs] = await Promise.all([readReady(ask.db, office.id), listTransfers(ask.db, office.id)]);
  return show(<OfficePage ask={ask} props={{ office, ready, pairs, today: cityDay(ask.now), errors: {}, ...more }} />, status);
};

const REFUSED = {
  has_visits: [
    'pickup',
    'これからの予約か、予約できる枠が残っています。「この場所を使うのをやめる」で、件数とすることを確かめてください。',
  ],
  has_cards: ['storage', '交付を待つカードが残っています。ほかの場所へ移してからにしてください。'],
} as const;

export const officeRoutes: readonly Route[] = [
  get(paths.offices, RIGHT, async (ask) =>
    show(<OfficesPage ask={ask} offices={await listOfficeRecords(ask.db)} today={cityDay(ask.now)} />),
  ),
  get(paths.newOffice, RIGHT, (ask) => newPage(ask, {})),
  post(paths.newOffice, RIGHT, async (ask) => {
    const { facts, errors } = readOfficeForm(ask);
    const code = urlCode(ask.body['code']);
    const wrong = code.ok
      ? errors
      : { code: 'コードは、半角の英小文字・数字・ハイフンで、40文字までにしてください。', ...errors };
    if (!code.ok || hasErrors(wrong)) return newPage(ask, wrong, 422);
    const added = await addOffice(ask.db, ask.actor, code.value, facts);
    if (!added.ok) return newPage(ask, { code: 'このコードは、もう使われています。別のコードにしてください。' }, 422);
    return go(withQuery(paths.office(added.value), { done: 'added' }));
  }),
  get(
    paths.office(':id'),
    RIGHT,
    withOffice((ask, office) => page(ask, office)),
  ),
  post(
    paths.office(':id'),
    RIGHT,
    withOffice(async (ask, office) => {
      const { facts, errors } = readOfficeForm(ask);
      if (hasErrors(errors)) return page(ask, office, { errors }, 422);
      const changed = await changeOffice(ask.db, ask.actor, office.id, field(ask.body, 'seen'), facts);
      if (changed.ok) return go(withQuery(paths.office(office.id), { done: changed.value }));
      if (changed.reason === 'has_visits' || changed.reason === 'has_cards') {
        const [name, words] = REFUSED[changed.reason];
        return page(ask, office, { errors: { [name]: words } }, 409);
      }
      // The page is drawn from what is kept by now, read after the refusal.
      return withOffice((again, now) => page(again, now, { meanwhile: facts }, 409))(ask);
    }),
  ),
  ...transferRoutes(withOffice),
  ...retireRoutes(withOffice),
];
