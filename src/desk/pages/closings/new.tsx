import { randomUUID } from 'node:crypto';
import { recordView } from '../../../audit/view.ts';
import { close } from '../../../closing/acts.ts';
import { type Preview, previewClosing, spareDays } from '../../../closing/close-preview.ts';
import { readClosing } from '../../../closing/read.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { noticeWords } from '../../../lists/notice-words.ts';
import { readSetting } from '../../../site/settings.ts';
import { readForm } from '../../parts/form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { type Asked, askedOf, closingForm, openedValues, readKnown } from './closing-form.ts';
import { type Difference, differenceOf } from './difference.ts';
import { formPage } from './form.tsx';
import { PreviewPage } from './preview.tsx';
import { secondForm } from './second-form.tsx';

const SPARE_DAYS = 10;

/** The offices where there is something to shut. */
const openOffices = ({ days }: Preview): number[] => [...new Set(days.map(({ officeId }) => officeId))];

/** What the second form proposes where it is shown for the first time. */
const proposed = async (ask: SignedAsk, asked: Asked) => ({
  notice: noticeWords({
    ...asked,
    officeNames: asked.offices.map(({ name }) => name),
    serviceName: asked.service?.name ?? null,
  }),
  hours: await readSetting(ask.db, 'priority-hours'),
});

type Shown = { asked: Asked; carried: Record<string, string>; errors?: FormErrors; difference?: Difference };

async function previewPage(ask: SignedAsk, { asked, carried, errors = {}, difference }: Shown): Promise<Answer> {
  const preview = await previewClosing(ask.db, asked, viewerOf(ask));
  const spare = await spareDays(ask.db, { ...asked, officeIds: openOffices(preview) }, SPARE_DAYS);
  // Who comes on these days is looked at as on their board.
  for (const officeId of asked.officeIds) await recordView(ask.db, ask.actor, { saw: 'day', officeId, day: asked.from });
  const formId = uuid(ask.body['form']);
  const first = ask.body['form'] === undefined;
  return show(
    <PreviewPage
      ask={first ? { ...ask, body: {} } : ask}
      props={{
        carried,
        asked,
        preview,
        form: secondForm(spare, asked.offices.length > 1),
        values: first ? await proposed(ask, asked) : {},
        formId: formId.ok ? formId.value : randomUUID(),
        errors,
        difference,
      }}
    />,
    difference === undefined ? (hasErrors(errors) ? 422 : 200) : 409,
  );
}

export const newPage = async (ask: SignedAsk): Promise<Answer> => {
  const known = await readKnown(ask);
  return formPage(ask, known, openedValues(ask, known));
};

/** The first press shows what would happen, the second closes; a page that is out of date closes nothing and says what moved. */
export async function newSubmit(ask: SignedAsk): Promise<Answer> {
  const known = await readKnown(ask);
  const form = closingForm(known);
  const typed = readForm(ask, form);
  if (!typed.ok) return formPage(ask, known, {}, typed.errors);
  if (field(ask.body, 'act') === 'edit') return formPage(ask, known, {});
  const shown = { asked: askedOf(known, typed.value), carried: form.boxes(typed.value) };
  if (ask.body['form'] === undefined) return previewPage(ask, shown);
  const second = readForm(ask, secondForm());
  if (!second.ok) return previewPage(ask, { ...shown, errors: second.errors });
  const formId = uuid(ask.body['form']);
  if (field(ask.body, 'act') !== 'close' || !formId.ok) return previewPage(ask, shown);
  const { asked } = shown;
  const { notice, aside, hours } = second.value;
  const closed = await close(ask.db, ask.actor, {
    officeIds: asked.officeIds,
    serviceId: asked.serviceId,
    from: asked.from,
    to: asked.to,
    hours: asked.hours,
    formId: formId.value,
    reason: asked.reason,
    notice,
    aside,
    priorityHours: hours ?? (await readSetting(ask.db, 'priority-hours')),
    seen: field(ask.body, 'seen'),
  });
  if (closed.ok) {
    const made = await readClosing(ask.db, closed.value);
    const page = made !== undefined && made.together > 1 ? paths.together : paths.closing;
    return go(withQuery(page(closed.value), { done: 'closed' }));
  }
  return previewPage(ask, closed.reason === 'nothing_to_close' ? shown : { ...shown, difference: await moved(ask, asked) });
}

/** What moved since the page that was pressed. */
async function moved(ask: SignedAsk, asked: Asked): Promise<Difference> {
  const slots = wholeNumber(0, 1_000_000)(ask.body['seen_slots']);
  const seen = { visits: field(ask.body, 'seen_visits'), slots: slots.ok ? slots.value : -1 };
  return differenceOf(seen, await previewClosing(ask.db, asked, viewerOf(ask)));
}
