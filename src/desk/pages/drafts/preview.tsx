import type { Outside } from '../../../closing/outside.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment, instantOf } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { can } from '../../../staff/rights.ts';
import { changeWords, counterName, daysWords, FAULT_WORDS, type Names } from '../../parts/change-words.ts';
import { HolidaysShort } from '../../parts/holidays-short.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { OUTSIDE_SHOWN, outsideShown } from './outside-shown.ts';
import { Effects } from './preview-effects.tsx';
import { Grid, Where } from './preview-grid.tsx';
import type { PreviewProps } from './preview-props.ts';

const howReached = (one: Outside, phone: string): string =>
  one.mail ? 'メール' : phone === '' ? '連絡先なし' : `電話 ${showPhone(phone)}`;

type OutsideProps = { outside: readonly Outside[]; named: PreviewProps['named']; names: Names };

/** Whom this viewer may not see stands behind the others of the day, without time and place: when and where they come is nothing for who may not. */
function OutsideTable({ outside, named, names }: OutsideProps) {
  return (
    <Table
      caption="要振替になる予約"
      columns={[wholeCol('日時'), wholeCol('氏名'), '場所', wholeCol('連絡')]}
      rows={outsideShown(outside, named).map(({ one, who, phone }) =>
        who === null
          ? [shortDate(one.day), '表示を制限している方', '', '担当の職員']
          : [
              `${shortDate(one.day)} ${clockTime(one.startMinute)}`,
              <a href={paths.reservation(one.reservationId)}>
                {printable(who.name).text}
                {one.people > 1 ? ` ほか${one.people - 1}人` : ''}
              </a>,
              counterName(names, one),
              phone === null ? '担当の職員' : howReached(one, phone),
            ],
      )}
    />
  );
}

function Refused({ props, names }: { props: PreviewProps; names: Names }) {
  const { refused, moved } = props;
  if (refused === undefined) return null;
  return (
    <Notice kind="stop" role="alert" title="まだ公開していません">
      <Says>{refused}</Says>
      {moved !== undefined && (
        <ul class="bullets">
          {moved.newlyOutside.map((one) => (
            <li>
              新しく要振替に入る予約：{shortDate(one.day)} {clockTime(one.startMinute)}　{counterName(names, one)}
            </li>
          ))}
          {moved.noLonger > 0 && <li>要振替ではなくなった予約：{moved.noLonger}件</li>}
          {moved.counters.map((counter) => (
            <li>枠の変わり方が変わったところ：{counterName(names, counter)}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function Faults({ props }: { props: PreviewProps }) {
  const { preview, names, draft } = props;
  if (preview.faults.length === 0) return null;
  return (
    <Notice kind="stop" title="公開できない変更があります">
      <ul class="bullets">
        {preview.faults.map(({ position, fault }) => {
          const change = preview.changes.find((one) => one.position === position)?.change;
          return (
            <li>
              {change === undefined ? '' : `${changeWords(change, names, preview.after).what}：`}
              {FAULT_WORDS[fault]}
            </li>
          );
        })}
      </ul>
      <p class="acts">
        <LinkButton href={paths.draft(draft.id)} kind="second">
          下書きに戻って修正する
        </LinkButton>
      </p>
    </Notice>
  );
}

/** What publishing would do, before it does it; the button carries the version of just this. */
export function PreviewPage({ ask, props }: { ask: SignedAsk; props: PreviewProps }) {
  const { draft, preview, names, named } = props;
  const mails = [...preview.outside, ...preview.back].filter(({ mail }) => mail).length;
  const ready = draft.state === 'open' && preview.faults.length === 0 && preview.changes.length > 0;
  return (
    <TitledPage
      ask={ask}
      title="公開する前の確認"
      heading={draft.name}
      wrong={props.refused !== undefined}
      told={
        <>
          <Refused props={props} names={names} />
          <Faults props={props} />
          <HolidaysShort holidays={preview.after.holidays} day={cityDay(ask.now)} />
        </>
      }
    >
      <div class="desk-columns">
        <div class="desk-body">
          <Where props={props} />
          <ul class="bullets section-list">
            {preview.changes.map(({ position, change, past }) => {
              const words = changeWords(change, names, preview.after);
              const fault = preview.faults.some((one) => one.position === position);
              return (
                <li>
                  {words.what}
                  {words.more !== '' && <span class="sub">{words.more}</span>}
                  {past.length > 0 && !fault && <span class="sub">過ぎた日は変更しません：{daysWords(past)}</span>}
                </li>
              );
            })}
          </ul>
        </div>
        <aside class="desk-side" aria-labelledby="effects">
          <div class="panel">
            <h2 id="effects">公開の影響</h2>
            <Effects preview={preview} />
            {preview.total.appears > 0 && (
              <p>
                {draft.opensAt === null
                  ? '増える枠は、この変更の公開と同時に、市民に公開します。'
                  : `増える枠は、${deskMoment(draft.opensAt)}から市民に公開します。`}
              </p>
            )}
            {draft.opensAt !== null && preview.growing.atOnce > 0 && (
              <p>
                {preview.growing.atOnce === preview.total.grows
                  ? '定員が増える枠は、公開と同時に予約できます。'
                  : `定員が増える枠のうち${grouped(preview.growing.atOnce)}枠は、公開と同時に予約できます。`}
              </p>
            )}
            {preview.changes.length === 0 && <p>変更が入っていません。</p>}
            {ready && can(ask.session, 'calendar.edit') && (
              <PostForm
                action={paths.draftAct(draft.id, 'publish')}
                token={ask.token}
                hidden={{ version: String(draft.version), preview: preview.version }}
              >
                {mails > 0 && (
                  <Notice kind="care">
                    <Says>{`「この内容で公開する」を押すと、すぐに公開して、${mails}組にメールを送ります。`}</Says>
                  </Notice>
                )}
                <p class="acts">
                  <Button wide>この内容で公開する</Button>
                </p>
              </PostForm>
            )}
            <p class="acts">
              <LinkButton href={paths.draft(draft.id)} kind="second" wide>
                {draft.state === 'open' ? '変更を続ける' : '下書きへ戻る'}
              </LinkButton>
            </p>
            <p class="small soft">
              {deskMoment(instantOf(ask.now))}の予約をもとにしています。公開までに動きがあれば、もう一度お見せします。
            </p>
          </div>
        </aside>
      </div>
      <Grid ask={ask} props={props} />
      {preview.outside.length > 0 && (
        <>
          <h2 class="section">要振替になる予約</h2>
          <OutsideTable outside={preview.outside} named={named} names={names} />
          {preview.outside.length > OUTSIDE_SHOWN && (
            <p class="soft">最初の{OUTSIDE_SHOWN}件を表示しています。公開すると、すべてが一覧になります。</p>
          )}
        </>
      )}
    </TitledPage>
  );
}
