import type { Range } from '../../../closing/acts.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { dayParam, dayTyped } from '../../../lib/values/days.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { timeOfDay } from '../../../lib/values/times.ts';
import { listPickupOffices, type Office } from '../../../offices/read.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { field, type SignedAsk } from '../../route.ts';

/** The longest stretch one closing may shut; longer ones are a change of the opening hours. */
const MOST_DAYS = 62;
export const REASON_MOST = 60;

/** What stands in the boxes of the first form, as it was typed. */
export type Typed = {
  /** All offices; else those whose code is ticked. */
  all: boolean;
  ticked: string[];
  service: string;
  from: string;
  to: string;
  whole: 'yes' | 'no' | '';
  begin: string;
  end: string;
  reason: string;
};

export type Asked = Range & { offices: Office[]; everyOffice: boolean; service: Service | null; reason: string };

export type ReadForm = { typed: Typed; offices: Office[]; services: Service[]; errors: FormErrors; asked: Asked | undefined };

const EVERY_OFFICE = 'offices-all';
const officeBox = (code: string): string => `office-${code}`;
export const boxes = { everyOffice: EVERY_OFFICE, office: officeBox };

/** The first form's values as the second carries them on unseen. */
export const carried = ({ all, ticked, ...rest }: Typed): Record<string, string> => ({
  ...rest,
  ...(all ? { [EVERY_OFFICE]: 'yes' } : {}),
  ...Object.fromEntries(ticked.map((code) => [officeBox(code), 'yes'])),
});

const typedIn = (fields: Readonly<Record<string, unknown>>): Typed => {
  const whole = field(fields, 'whole');
  return {
    all: field(fields, EVERY_OFFICE) === 'yes',
    ticked: Object.keys(fields).flatMap((name) =>
      field(fields, name) === 'yes' ? (/^office-(.+)$/u.exec(name)?.slice(1) ?? []) : [],
    ),
    service: field(fields, 'service'),
    from: field(fields, 'from'),
    to: field(fields, 'to'),
    whole: whole === 'yes' || whole === 'no' ? whole : '',
    begin: field(fields, 'begin'),
    end: field(fields, 'end'),
    reason: field(fields, 'reason'),
  };
};

/** The form as a link leads to it: office, from and to are known, the rest is not. */
export async function openedForm(ask: SignedAsk): Promise<ReadForm> {
  const [offices, services] = await Promise.all([listPickupOffices(ask.db), listServices(ask.db)]);
  const office =
    offices.find(({ code }) => code === field(ask.query, 'office')) ?? offices.find(({ id }) => id === ask.session.officeId);
  const day = (name: string) => {
    const read = dayParam(ask.query[name]);
    return read.ok ? longDate(read.value) : '';
  };
  const typed = {
    ...typedIn({}),
    ticked: office === undefined ? [] : [office.code],
    from: day('from'),
    to: day('to') === day('from') ? '' : day('to'),
  };
  return { typed, offices, services, errors: {}, asked: undefined };
}

/** Reads the first form. `asked` is there only where nothing is wrong; errors stand in the order of the boxes. */
export async function readForm(ask: SignedAsk): Promise<ReadForm> {
  const [offices, services] = await Promise.all([listPickupOffices(ask.db), listServices(ask.db)]);
  const typed = typedIn(ask.body);
  const errors: FormErrors = {};
  const today = cityDay(ask.now);
  const chosen = offices.filter(({ code }) => typed.all || typed.ticked.includes(code));
  if (chosen.length === 0 || (!typed.all && chosen.length < typed.ticked.length))
    errors[EVERY_OFFICE] = '閉庁にする交付場所を選んでください。';
  const service = services.find(({ code }) => code === typed.service) ?? null;
  if (service === null && typed.service !== '') errors['service'] = 'その手続きはありません。選び直してください。';

  const from = dayTyped(today)(typed.from);
  if (!from.ok)
    errors['from'] =
      from.detail !== undefined
        ? japaneseSentences.nextYear('開始日', from.detail)
        : from.reason === 'empty'
          ? '開始日を入力してください。'
          : '開始日を読み取れません。令和8年11月27日、11/27 のように入力してください。';
  else if (from.value < today) errors['from'] = '過ぎた日は閉庁にできません。本日以後の日を入力してください。';
  const to = typed.to.trim() === '' ? from : dayTyped(today)(typed.to);
  if (from.ok && !to.ok)
    errors['to'] =
      to.detail === undefined
        ? '終了日を読み取れません。令和8年11月27日、11/27 のように入力してください。'
        : japaneseSentences.nextYear('終了日', to.detail);
  if (from.ok && to.ok && errors['from'] === undefined) {
    const days = Temporal.PlainDate.from(from.value).until(Temporal.PlainDate.from(to.value)).days;
    if (days < 0) errors['to'] = '終了日は、開始日以後の日にしてください。';
    else if (days >= MOST_DAYS)
      errors['to'] = `一度に閉庁にできるのは${MOST_DAYS}日までです。長く閉庁にするときは、開庁時間を変更してください。`;
  }

  if (typed.whole === '') errors['whole'] = '終日か、時間を指定するかを選んでください。';
  const [begin, end] = [timeOfDay(typed.begin), timeOfDay(typed.end)];
  if (typed.whole === 'no') {
    if (!begin.ok) errors['begin'] = '開始時刻を、13:00 のように入力してください。';
    if (!end.ok) errors['end'] = '終了時刻を、17:15 のように入力してください。';
    if (begin.ok && end.ok && end.value <= begin.value) errors['end'] = '終了時刻は、開始時刻より後にしてください。';
  }
  const hours = typed.whole === 'no' && begin.ok && end.ok ? { from: begin.value, to: end.value } : null;

  const reason = lineOfText(REASON_MOST)(typed.reason);
  if (!reason.ok)
    errors['reason'] =
      reason.reason === 'empty'
        ? '理由を書いてください。お知らせに入ります。'
        : japaneseSentences.line('理由', REASON_MOST)[reason.reason];
  const asked =
    Object.keys(errors).length === 0 && from.ok && to.ok && reason.ok
      ? {
          officeIds: chosen.map(({ id }) => id),
          serviceId: service?.id ?? null,
          from: from.value,
          to: to.value,
          hours,
          offices: chosen,
          everyOffice: chosen.length === offices.length && chosen.length > 1,
          service,
          reason: reason.value,
        }
      : undefined;
  return { typed, offices, services, errors, asked };
}
