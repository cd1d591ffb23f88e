import type { Facts } from '../../../../audit/change.ts';
import {
  AUDIENCES,
  type Audience,
  type Foreseen,
  USUAL_WINDOWS,
  type WindowRules,
  type Windows,
} from '../../../../calendar/windows.ts';
import { Button, Checkbox, type FormErrors, LinkButton, Notice, PostForm, Says } from '../../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { seenIn, shownIn } from '../../../parts/typed.ts';
import { paths } from '../../../paths.ts';
import { field, type SignedAsk } from '../../../route.ts';
import { Meanwhile, SettingsPage } from '../parts.tsx';
import { SIDES, WindowFields, windowBoxes } from './form.tsx';
import { foreseenWords, windowLines } from './words.ts';

const WINDOWS = { href: paths.windows, words: '予約可能期間' };
const UNDECIDED = 'まだ決めていません。予約できません。';

export type Rows = { service: ServiceRecord; offices: { office: OfficeRecord; windows: Windows }[] }[];

/** Every office with what citizens and staff may book, a table a service. */
export function WindowsPage({ ask, rows }: { ask: SignedAsk; rows: Rows }) {
  return (
    <SettingsPage ask={ask} title="予約可能期間">
      <Says class="lead">場所と手続きごとに、いつからいつまで予約を受けるか、いつまで変更と取消を受けるかを決めます。</Says>
      {rows.map(({ service, offices }) => (
        <section class="desk-section" aria-labelledby={`service-${service.id}`}>
          <h2 id={`service-${service.id}`}>{service.facts.name}</h2>
          <div class="table-box">
            <table class="table">
              <caption class="unseen">{service.facts.name}の予約可能期間</caption>
              <thead>
                <tr>
                  <th scope="col">場所</th>
                  <th scope="col">{SIDES.citizen}</th>
                  <th scope="col">{SIDES.staff}</th>
                </tr>
              </thead>
              <tbody>
                {offices.map(({ office, windows }) => (
                  <tr>
                    <th scope="row" class="whole">
                      <a href={paths.window(office.id, service.id)}>
                        {office.facts.name}
                        <span class="unseen">：{service.facts.name}</span>
                      </a>
                    </th>
                    {AUDIENCES.map((audience) => {
                      const rules = windows[audience];
                      return (
                        <td>
                          {rules === null ? (
                            <b class="state-stop">{UNDECIDED}</b>
                          ) : (
                            windowLines(rules).map((line) => <span class="window-line">{line}</span>)
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
      {rows.length === 0 && <p class="empty">手続きがありません。先に「手続き」で加えてください。</p>}
    </SettingsPage>
  );
}

const DONE: Record<string, string> = {
  changed: '予約可能期間を変えました。いまから使われます。',
  same: '変わったところは、ありませんでした。',
  copied: '選んだ場所を、同じ予約可能期間にしました。',
};

/** Both audiences' rules and what each does at this instant. */
export type Tried = Record<Audience, { rules: WindowRules; foreseen: Foreseen }>;

export type WindowProps = {
  office: OfficeRecord;
  service: ServiceRecord;
  windows: Windows;
  others: { office: OfficeRecord; windows: Windows }[];
  copySeen: string;
  /** Of what is kept, or of what was typed (`typed`); none where the boxes cannot be read. */
  tried: Tried | undefined;
  typed: boolean;
  errors: FormErrors;
  meanwhile?: Facts;
};

function Preview({ audience, props: { tried, typed, windows } }: { audience: Audience; props: WindowProps }) {
  const one = tried?.[audience];
  if (one === undefined) return null;
  const title = typed ? '試した内容では（まだ保存していません）' : windows[audience] === null ? '下の提案では' : 'いまは';
  return (
    <div class="panel foreseen" role={typed ? 'status' : undefined}>
      <h3>{title}</h3>
      {foreseenWords(one.foreseen, one.rules).map((words) => (
        <p>{words}</p>
      ))}
    </div>
  );
}

export function WindowPage({ ask, props }: { ask: SignedAsk; props: WindowProps }) {
  const { office, service, windows, errors, meanwhile } = props;
  const undecided = windows.citizen === null || windows.staff === null;
  const shown = shownIn(ask, {
    ...windowBoxes('citizen', windows.citizen ?? USUAL_WINDOWS.citizen),
    ...windowBoxes('staff', windows.staff ?? USUAL_WINDOWS.staff),
  });
  return (
    <SettingsPage
      ask={ask}
      title={`予約可能期間：${office.facts.name}`}
      heading={`${office.facts.name}：${service.facts.name}`}
      crumbs={[WINDOWS]}
      said={DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {undecided && (
        <Notice kind="care" title="まだ決めていません">
          <Says>いまは、ここの予約はできません。下の値は提案です。確かめて、保存すると使われます。</Says>
        </Notice>
      )}
      {meanwhile !== undefined && <Meanwhile kept={windows} typed={meanwhile} />}
      <PostForm
        action={paths.window(office.id, service.id)}
        token={ask.token}
        hidden={{ seen: seenIn(ask, windows, meanwhile !== undefined) }}
      >
        <div class="two">
          {AUDIENCES.map((audience) => (
            <fieldset class="two-one">
              <legend>
                <h2>{SIDES[audience]}</h2>
              </legend>
              <Preview audience={audience} props={props} />
              <WindowFields audience={audience} shown={shown} errors={errors} />
            </fieldset>
          ))}
        </div>
        <p class="acts">
          <Button kind="second" name="act" value="try">
            試しに計算する
          </Button>
          <Button name="act" value="save">
            保存する
          </Button>
          <LinkButton href={paths.windows} kind="second">
            一覧に戻る
          </LinkButton>
        </p>
      </PostForm>
      {!undecided && <Copy ask={ask} props={props} />}
    </SettingsPage>
  );
}

/** The same for other offices: each shows what it has now, so that what the copy overwrites can be seen. */
function Copy({ ask, props: { office, service, others, copySeen, errors } }: { ask: SignedAsk; props: WindowProps }) {
  if (others.length === 0) return null;
  const words = ({ citizen, staff }: Windows): string =>
    citizen === null || staff === null
      ? UNDECIDED
      : `市民　${windowLines(citizen).join('、')}　／　職員　${windowLines(staff).join('、')}`;
  return (
    <section class="desk-section" aria-labelledby="copy">
      <h2 id="copy">ほかの場所も同じにする</h2>
      <PostForm action={paths.copyWindow(office.id, service.id)} token={ask.token} hidden={{ seen: copySeen }}>
        <fieldset class="field">
          <legend class="label">{`${office.facts.name}に保存されている期間と、同じにする場所`}</legend>
          {others.map((other) => (
            <Checkbox
              name={`to-${other.office.id}`}
              label={other.office.facts.name}
              more={words(other.windows)}
              error={errors[`to-${other.office.id}`]}
            />
          ))}
        </fieldset>
        <p class="acts">
          <Button kind="second">選んだ場所を同じにする</Button>
        </p>
      </PostForm>
    </section>
  );
}
