import type { Change } from '../../../calendar/changes.ts';
import { nationalHolidays } from '../../../calendar/holidays.ts';
import { HORIZON_DAYS } from '../../../closing/slots.ts';
import { eraYear, longDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { carried, day, type Form, form, line, onlyIf } from '../../../lib/form/index.ts';
import { Button, type FormErrors, Table, wholeCol } from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { readForm } from '../../parts/form.tsx';
import { HolidaysShort } from '../../parts/holidays-short.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { add, ChangePage, type DraftAsk, DraftForm } from './draft.tsx';

const NAME_LONGEST = 40;

type Holiday = { day: string; name: string | null };
type Props = {
  /** The holiday the form is about; undefined: a new one. */
  chosen: string | undefined;
  values: Partial<Holiday>;
  errors: FormErrors;
  problem?: string | undefined;
};

/** A holiday that is chosen keeps its day. `removing`: no name is asked. */
const holidayBoxes = ({ day: today, after }: DraftAsk, chosen: string | undefined, removing: boolean): Form<Holiday> => {
  const name = line('名称', NAME_LONGEST, {
    hint: '予約枠の画面と、市民の日本語の画面に表示します。ほかの言語の画面では「祝日」とだけ表示します。',
    wrong: { empty: '祝日の名称を入力してください。' },
  });
  return form<Holiday>(
    {
      day: chosen === undefined ? day('日', { hint: '例：令和9年5月1日' }) : carried(chosen),
      name: onlyIf(name, () => !removing),
    },
    {
      rules: ({ day: at, name: typed }, say) => {
        if (at === undefined) return;
        if (at < today) say(chosen === undefined ? 'day' : 'name', '過ぎた日は変更できません。');
        if (typed != null && after.holidays.get(at) === typed) say('name', '現在と同じ名称です。');
      },
    },
  );
};

/** What is past of this year is left out: nobody changes it. */
function Year({ ask, year, chosen }: { ask: DraftAsk; year: string; chosen: string | undefined }) {
  const rows = [...ask.after.holidays]
    .filter(([day]) => day.startsWith(year) && day >= ask.day)
    .toSorted(([a], [b]) => a.localeCompare(b));
  const words = eraYear(`${year}-12-31`);
  return (
    <section class="desk-section" aria-labelledby={`y-${year}`}>
      <h2 id={`y-${year}`}>{words}</h2>
      <Table
        caption={`${words}の祝日`}
        columns={[wholeCol('日'), '名称', 'できること']}
        rows={rows.map(([day, name]) => {
          const was = ask.before.holidays.get(day);
          return [
            longDate(day),
            <>
              {name}
              {was !== name && <span class="tag tag-chosen">{was === undefined ? '追加した' : '変更した'}</span>}
            </>,
            day === chosen ? (
              '上の欄で変更中'
            ) : (
              <a href={withQuery(paths.draftChange(ask.draft.id, 'holiday'), { day })}>
                変更する<span class="unseen">：{longDate(day)}</span>
              </a>
            ),
          ];
        })}
      />
    </section>
  );
}

/** Years with a holiday still to come: those that slots are laid out for and the next, and beyond them where staff put one in or took one's name. */
function yearsShown({ after, day: today }: DraftAsk): string[] {
  const last = Number(addDays(today, HORIZON_DAYS).slice(0, 4)) + 1;
  const law = nationalHolidays();
  const coming = [...after.holidays].filter(
    ([day, name]) => day >= today && (Number(day.slice(0, 4)) <= last || law.get(day) !== name),
  );
  return [...new Set(coming.map(([day]) => day.slice(0, 4)))].toSorted();
}

function HolidayPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { chosen, errors } = props;
  const years = yearsShown(ask);
  return (
    <ChangePage ask={ask} title="祝日を変更する" tab="holiday" errors={errors} problem={props.problem}>
      <p class="lead">祝日は、すべての交付場所が閉庁になります。開庁するときは、「臨時の日」で臨時開庁にしてください。</p>
      <HolidaysShort holidays={ask.after.holidays} day={ask.day}>
        <p class="hint">国の祝日は、先の年まで自動で入っています。祝日としない日は、そのままです。</p>
      </HolidaysShort>
      <DraftForm
        ask={ask}
        what="holiday"
        form={holidayBoxes(ask, chosen, false)}
        values={props.values}
        errors={errors}
        hidden={chosen === undefined ? {} : { chosen }}
        more={
          chosen !== undefined && (
            <Button kind="stop" name="act" value="remove">
              祝日としない
            </Button>
          )
        }
        {...(chosen === undefined ? {} : { back: { href: paths.draftChange(ask.draft.id, 'holiday'), words: 'やめる' } })}
      >
        <h2>{chosen === undefined ? '祝日を追加する' : `${longDate(chosen)}を変更する`}</h2>
      </DraftForm>
      {years.map((year) => (
        <Year ask={ask} year={year} chosen={chosen} />
      ))}
      {years.length === 0 && <p class="empty">これからの祝日が、1日も入っていません。</p>}
    </ChangePage>
  );
}

const page = (ask: DraftAsk, props: Partial<Props>, status = 200): Answer =>
  show(<HolidayPage ask={ask} props={{ chosen: undefined, values: {}, errors: {}, ...props }} />, status);

/** A holiday of these rules named in an address or a form. */
const chosenOf = (ask: DraftAsk, input: unknown): string | undefined => {
  const day = dayParam(input);
  return day.ok && ask.after.holidays.has(day.value) ? day.value : undefined;
};

export function holidayForm(ask: DraftAsk): Answer {
  const chosen = chosenOf(ask, ask.query['day']);
  const asked = dayParam(ask.query['day']);
  if (chosen === undefined) return page(ask, { values: asked.ok ? { day: asked.value } : {} });
  return page(ask, { chosen, values: { name: ask.after.holidays.get(chosen) ?? '' } });
}

export async function submitHoliday(ask: DraftAsk): Promise<Answer> {
  const chosen = chosenOf(ask, ask.body['chosen']);
  if (chosen === undefined && field(ask.body, 'chosen') !== '')
    return page(ask, { problem: 'その祝日は、もうありません。' }, 409);
  const removing = chosen !== undefined && field(ask.body, 'act') === 'remove';
  const typed = readForm(ask, holidayBoxes(ask, chosen, removing));
  if (!typed.ok) return page(ask, { chosen, errors: typed.errors }, 422);
  const change: Change = { kind: 'holiday', ...typed.value };
  return add(ask, [change], (fresh, problem) => page(fresh, { chosen, problem }));
}
