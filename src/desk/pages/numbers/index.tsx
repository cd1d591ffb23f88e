import { numbersForm, numbersSentence, numbersUsual } from '../../../lists/definitions/numbers.ts';
import { lastOf } from '../../../lists/definitions/shared.ts';
import { knownWithin, readKnown } from '../../../lists/read.ts';
import { recordShown } from '../../../lists/remember.ts';
import type { Feature } from '../../feature.ts';
import { contextOf } from '../../parts/form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import { type Answer, field, get, type SignedAsk, show } from '../../route.ts';
import { readPage } from './read.ts';
import { lastWeeks } from './stretch.ts';
import { NumbersPage } from './view.tsx';

/** The figures of the days an address asks for; of the last four weeks at the clerk's office where it asks for none. */
async function numbersPage(ask: SignedAsk): Promise<Answer> {
  const known = knownWithin(await readKnown(ask.db), ask.session);
  const form = numbersForm(known);
  const context = contextOf(ask);
  const usual = { ...numbersUsual(context.today, known, ask.session.officeId), ...lastWeeks(context.today) };
  const within = known.bound === true && field(ask.query, 'office') === '' ? { office: usual.office } : {};
  const read =
    Object.keys(ask.query).length > 0 ? form.read({ ...ask.query, ...within }, context) : { ok: true as const, value: usual };
  const filter = read.ok ? read.value : usual;
  const page = await readPage(ask.db, viewerOf(ask), { ...filter, to: lastOf(filter) }, context.today);
  const sentence = numbersSentence(filter, known);
  await recordShown(ask.db, ask.actor, { list: '数字', sentence, rows: page.found.by(page.step).length });
  const props = {
    form,
    held: form.boxes(filter),
    boxes: { ...filter, to: filter.to ?? '' },
    errors: read.ok ? {} : read.errors,
    sentence,
    today: context.today,
    known,
    page,
  };
  return show(<NumbersPage ask={ask} props={props} />, read.ok ? 200 : 422);
}

export const numbersFeature: Feature = {
  routes: [get(paths.numbers, 'numbers.see', numbersPage)],
  menu: [{ group: 'numbers', href: paths.numbers, words: '数字', right: 'numbers.see' }],
};
