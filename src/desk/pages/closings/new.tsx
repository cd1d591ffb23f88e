import { randomUUID } from 'node:crypto';
import { recordView } from '../../../audit/view.ts';
import { close } from '../../../closing/acts.ts';
import { type Preview, previewClosing, spareDays } from '../../../closing/close-preview.ts';
import { readClosing } from '../../../closing/read.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { freeText } from '../../../lib/values/texts.ts';
import { noticeWords } from '../../../lists/poster.ts';
import { readSetting, SETTINGS } from '../../../site/settings.ts';
import { can } from '../../../staff/rights.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { type Difference, differenceOf } from './difference.ts';
import { formPage } from './form.tsx';
import { PreviewPage } from './preview.tsx';
import { type Asked, openedForm, type ReadForm, readForm } from './read.ts';

const SPARE_DAYS = 10;
const NOTICE_MOST = 300;
const PLACES_MOST = 1000;

type Second = {
  notice: string | null;
  hours: number;
  aside: { day: string; places: number }[];
  typed: { notice: string; hours: string; aside: Record<string, string> };
  errors: FormErrors;
};

/** The second form: notice, hours and places to set aside; proposed where it is shown for the first time. */
async function readSecond(ask: SignedAsk, asked: Asked): Promise<Second> {
  const usual = await readSetting(ask.db, 'priority-hours');
  const first = ask.body['form'] === undefined;
  const notice = first
    ? noticeWords({ ...asked, officeNames: asked.offices.map(({ name }) => name), serviceName: asked.service?.name ?? null })
    : field(ask.body, 'notice');
  const errors: FormErrors = {};
  const body = freeText(NOTICE_MOST)(notice);
  if (!body.ok && body.reason !== 'empty') errors['notice'] = japaneseSentences.text('お知らせ', NOTICE_MOST)[body.reason];
  const typedAside: Record<string, string> = {};
  const aside: { day: string; places: number }[] = [];
  for (const [name, value] of Object.entries(ask.body)) {
    const [, day] = /^aside_(\d{4}-\d\d-\d\d)$/u.exec(name) ?? [];
    if (day === undefined || typeof value !== 'string') continue;
    typedAside[day] = value;
    const places = wholeNumber(0, PLACES_MOST, '人')(value);
    if (places.ok && places.value > 0) aside.push({ day, places: places.value });
    else if (!places.ok && places.reason !== 'empty') errors[name] = `振替優先枠は、0から${PLACES_MOST}までの数にしてください。`;
  }
  const { least, most } = SETTINGS['priority-hours'];
  const typedHours = first ? String(usual) : field(ask.body, 'hours');
  const hours = wholeNumber(least, most, '時間')(typedHours);
  if (!hours.ok && (aside.length > 0 || hours.reason !== 'empty'))
    errors['hours'] = `振替優先の期限は、${least}から${most}までの数にしてください。`;
  return {
    notice: body.ok ? body.value : null,
    hours: hours.ok ? hours.value : usual,
    aside,
    typed: { notice, hours: typedHours, aside: typedAside },
    errors,
  };
}

/** The offices where there is something to shut. */
const openOffices = ({ days }: Preview): number[] => [...new Set(days.map(({ officeId }) => officeId))];

async function previewPage(
  ask: SignedAsk,
  form: ReadForm,
  asked: Asked,
  second: Second,
  difference?: Difference,
): Promise<Answer> {
  const preview = await previewClosing(ask.db, asked);
  const spare = await spareDays(ask.db, { ...asked, officeIds: openOffices(preview) }, SPARE_DAYS);
  // Who comes on these days is looked at as on their board.
  for (const officeId of asked.officeIds) await recordView(ask.db, ask.actor, { saw: 'day', officeId, day: asked.from });
  const formId = uuid(ask.body['form']);
  return show(
    <PreviewPage
      ask={ask}
      props={{
        typed: form.typed,
        asked,
        preview,
        spare,
        formId: formId.ok ? formId.value : randomUUID(),
        ...second.typed,
        errors: second.errors,
        difference,
      }}
    />,
    difference === undefined ? (Object.keys(second.errors).length > 0 ? 422 : 200) : 409,
  );
}

export const newPage = async (ask: SignedAsk): Promise<Answer> => formPage(ask, await openedForm(ask));

/** The first press shows what would happen, the second closes; a page that is out of date closes nothing and says what moved. */
export async function newSubmit(ask: SignedAsk): Promise<Answer> {
  const form = await readForm(ask);
  if (form.asked === undefined || field(ask.body, 'act') === 'edit') return formPage(ask, form);
  const { asked } = form;
  const second = await readSecond(ask, asked);
  const formId = uuid(ask.body['form']);
  if (field(ask.body, 'act') !== 'close' || !formId.ok || Object.keys(second.errors).length > 0)
    return previewPage(ask, form, asked, second);
  const closed = await close(ask.db, ask.actor, {
    officeIds: asked.officeIds,
    serviceId: asked.serviceId,
    from: asked.from,
    to: asked.to,
    hours: asked.hours,
    formId: formId.value,
    reason: asked.reason,
    notice: second.notice,
    aside: second.aside,
    priorityHours: second.hours,
    seen: field(ask.body, 'seen'),
  });
  if (closed.ok) {
    const made = await readClosing(ask.db, closed.value);
    const page = made !== undefined && made.together > 1 ? paths.together : paths.closing;
    return go(withQuery(page(closed.value), { done: 'closed' }));
  }
  if (closed.reason === 'nothing_to_close') return previewPage(ask, form, asked, second);
  const seen = wholeNumber(0, 1_000_000)(ask.body['seen_slots']);
  const now = await previewClosing(ask.db, asked);
  return previewPage(
    ask,
    form,
    asked,
    second,
    differenceOf(
      { visits: field(ask.body, 'seen_visits'), slots: seen.ok ? seen.value : -1 },
      now,
      can(ask.session, 'cards.protected'),
    ),
  );
}
