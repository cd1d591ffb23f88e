import type { Facts } from '../../../../audit/change.ts';
import {
  AUDIENCES,
  type Audience,
  type Foreseen,
  USUAL_WINDOWS,
  type WindowRules,
  type Windows,
} from '../../../../calendar/windows.ts';
import { cityDay } from '../../../../lib/dates/jst.ts';
import { FormFields } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, Says } from '../../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { leadsWithin } from '../../../bounds/leads-within.ts';
import { seenOf, stateOf } from '../../../parts/form.tsx';
import { Meanwhile, SettingsPage } from '../../../parts/settings-page.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths } from '../../../paths.ts';
import { field, type SignedAsk } from '../../../route.ts';
import { Copy } from './copy.tsx';
import { SIDES, windowForm } from './form.ts';
import { endWords, foreseenWords, UNDECIDED, windowLines } from './words.ts';

const WINDOWS = { href: paths.windows, words: '予約可能期間' };

export type Rows = { service: ServiceRecord; offices: { office: OfficeRecord; windows: Windows }[] }[];

/** Every office with what citizens and staff may book, a table a service. */
export function WindowsPage({ ask, rows }: { ask: SignedAsk; rows: Rows }) {
  return (
    <SettingsPage ask={ask} title="予約可能期間">
      <Says class="lead">場所と手続きごとに、いつからいつまで予約を受けるか、いつまで変更と取消を受けるかを設定します。</Says>
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
                            windowLines(rules, audience).map((line) => <span class="window-line">{line}</span>)
                          )}
                          {rules !== null && endWords(rules, cityDay(ask.now)) !== '' && (
                            <b class="state-stop window-line">{endWords(rules, cityDay(ask.now))}</b>
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
      {rows.length === 0 && <p class="empty">手続きがありません。先に「手続き」で追加してください。</p>}
    </SettingsPage>
  );
}

const DONE: Record<string, string> = {
  changed: '予約可能期間を変更しました。すぐに反映されます。',
  same: SAME,
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
  const title = typed ? '試した内容では（まだ保存していません）' : windows[audience] === null ? '下の提案では' : '現在は';
  return (
    <div class="panel foreseen" role={typed ? 'status' : undefined}>
      <h3>{title}</h3>
      {foreseenWords(one.foreseen, one.rules, audience).map((words) => (
        <p>{words}</p>
      ))}
    </div>
  );
}

export function WindowPage({ ask, props }: { ask: SignedAsk; props: WindowProps }) {
  const { office, service, windows, errors, meanwhile } = props;
  const undecided = windows.citizen === null || windows.staff === null;
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
        <Notice kind="care" title="未設定です">
          <Says>現在、ここの予約はできません。下の値は提案です。確かめて、保存すると使われます。</Says>
        </Notice>
      )}
      {meanwhile !== undefined && <Meanwhile kept={windows} typed={meanwhile} />}
      <PostForm
        action={paths.window(office.id, service.id)}
        token={ask.token}
        hidden={{ seen: seenOf(ask, windows, meanwhile !== undefined) }}
      >
        <div class="two">
          {AUDIENCES.map((audience) => (
            <fieldset class="two-one">
              <legend>
                <h2>{SIDES[audience]}</h2>
              </legend>
              <Preview audience={audience} props={props} />
              <FormFields
                form={windowForm(audience)}
                state={stateOf(ask, windowForm(audience).boxes(windows[audience] ?? USUAL_WINDOWS[audience]), errors)}
              />
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
      {!undecided && leadsWithin(ask.session, paths.copyWindow(':office', ':service')) && (
        <Copy ask={ask} office={office} service={service} others={props.others} seen={props.copySeen} errors={errors} />
      )}
    </SettingsPage>
  );
}
