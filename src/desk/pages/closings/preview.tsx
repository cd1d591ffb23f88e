import type { Preview, PreviewVisit } from '../../../closing/close-preview.ts';
import { hoursWords, PROTECTED_LINE } from '../../../closing/words.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import type { Form } from '../../../lib/form/index.ts';
import { Button, type FormErrors, Notice, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { Effect } from '../../parts/effect.tsx';
import { DeskForm } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { Asked } from './closing-form.ts';
import { type Difference, seenVisits } from './difference.ts';
import type { Second } from './second-form.tsx';

type PreviewProps = {
  /** The first form's boxes. */
  carried: Record<string, string>;
  asked: Asked;
  preview: Preview;
  form: Form<Second>;
  values: Partial<Second>;
  /** The form's UUID: it stays the same however often this page is shown. */
  formId: string;
  errors: FormErrors;
  /** What moved since the clerk last looked. */
  difference: Difference | undefined;
};

/** What would be shut: of one office day by day, of several an office each, with those where nothing is left to shut. */
function Shut({ asked, preview }: { asked: Asked; preview: Preview }) {
  if (asked.offices.length === 1)
    return preview.days.map((day) => (
      <span class="sub">
        {shortDate(day.day)} {clockTime(day.startMinute)}〜{clockTime(day.endMinute)} {day.serviceName} {day.slots}枠
      </span>
    ));
  const of = Map.groupBy(preview.days, ({ officeId }) => officeId);
  return asked.offices.map(({ id, name }) => {
    const days = of.get(id) ?? [];
    const slots = days.reduce((sum, day) => sum + day.slots, 0);
    return (
      <span class="sub">
        {name} {slots === 0 ? '閉庁にする枠がありません（すでに閉庁か、もともと開庁していません）' : `${slots}枠`}
      </span>
    );
  });
}

function Effects({ asked, preview }: { asked: Asked; preview: Preview }) {
  const slots = preview.days.reduce((sum, day) => sum + day.slots, 0);
  const places = preview.days.reduce((sum, day) => sum + day.capacity, 0);
  const people = preview.visits.reduce((sum, visit) => sum + visit.people, 0);
  const withoutMail = preview.visits.filter(({ hasMail }) => !hasMail).length;
  return (
    <ul class="effects">
      <Effect sign="－" look="less">
        <b>
          <span class="effect-number">{slots}</span>枠（{places}人分）を閉庁にします
        </b>
        <Shut asked={asked} preview={preview} />
      </Effect>
      <Effect sign="！" look="out">
        <b>
          <span class="effect-number">{preview.visits.length}</span>組（{people}人）の予約が要振替になります
        </b>
        <span class="sub">下の表のとおりです。</span>
      </Effect>
      <Effect sign="＠" look="info">
        <b>
          <span class="effect-number">{preview.visits.length - withoutMail}</span>組にメールを送ります
        </b>
        <span class="sub">別の日時を選ぶリンクつきです。</span>
      </Effect>
      <Effect sign="☎" look="info">
        <b>
          <span class="effect-number">{withoutMail}</span>組にはメールが届きません
        </b>
        <span class="sub">
          {withoutMail === 0
            ? '電話は不要です。'
            : 'メールの登録がないか、支援措置のため止めている方です。閉庁のあと、電話リストを印刷して、お知らせください。'}
        </span>
      </Effect>
    </ul>
  );
}

const officesWords = ({ everyOffice, offices }: Asked): string =>
  everyOffice ? `すべての交付場所（${offices.length}か所）` : offices.map(({ name }) => name).join('、');

const contact = (visit: PreviewVisit) =>
  visit.hasMail ? 'メール' : <b>{visit.phone === '' ? '連絡先の記録なし' : `電話 ${showPhone(visit.phone)}`}</b>;

function Changed({ difference }: { difference: Difference }) {
  return (
    <Notice kind="stop" role="alert" title="確認中に内容が変わりました。まだ閉庁になっていません">
      <ul class="bullets">
        {difference.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <Says>下の内容は、現在のものです。もう一度確かめてから、押してください。</Says>
    </Notice>
  );
}

const LastPress = ({ mails }: { mails: number }) => (
  <>
    <div class="closing-last">
      <Notice kind="care">
        <Says>
          {`「この内容で臨時閉庁にする」を押すと、すぐに閉庁になり、${mails}組にメールを送ります。誤って閉庁にしたときは、あとで再開できます。`}
        </Says>
      </Notice>
    </div>
    <p class="acts">
      <Button kind="danger" name="act" value="close">
        この内容で臨時閉庁にする
      </Button>
      <Button kind="second" name="act" value="edit">
        修正する
      </Button>
    </p>
  </>
);

/** What closing would do, exactly; the notice and the places to set aside; then the press that closes, before the rows: of several offices they are hundreds. Enter in a box only looks again: it is not the first button. */
export function PreviewPage({ ask, props }: { ask: SignedAsk; props: PreviewProps }) {
  const { carried, asked, preview, errors } = props;
  const nothing = preview.days.length === 0 && preview.visits.length === 0;
  const several = asked.offices.length > 1;
  return (
    <TitledPage
      ask={ask}
      title="臨時閉庁の確認"
      heading="臨時閉庁の影響"
      wrong={props.difference !== undefined}
      told={props.difference !== undefined && <Changed difference={props.difference} />}
      errors={errors}
    >
      <p class="lead">
        {officesWords(asked)}・{asked.service?.name ?? 'すべての手続き'}・
        {asked.from === asked.to ? shortDate(asked.from) : `${shortDate(asked.from)}から${shortDate(asked.to)}まで`}・
        {hoursWords(asked.hours?.from ?? null, asked.hours?.to ?? null)}・理由：
        {asked.reason}
      </p>
      {nothing ? (
        <>
          <Notice kind="care">
            <Says>
              この日時には、閉庁にする枠がありません。すでに閉庁か、もともと開庁していません。日と時間を確かめてください。
            </Says>
          </Notice>
          <PostForm action={paths.newClosing} token={ask.token} hidden={carried}>
            <p class="acts">
              <Button name="act" value="edit" kind="second">
                修正する
              </Button>
            </p>
          </PostForm>
        </>
      ) : (
        <>
          <Effects asked={asked} preview={preview} />
          <DeskForm
            ask={ask}
            form={props.form}
            action={paths.newClosing}
            values={props.values}
            errors={errors}
            hidden={{
              ...carried,
              form: props.formId,
              seen: preview.version,
              seen_visits: seenVisits(preview),
              seen_slots: String(preview.days.reduce((sum, day) => sum + day.slots, 0)),
            }}
            submit={
              <Button kind="second" name="act" value="preview">
                もう一度確認する（まだ閉庁になりません）
              </Button>
            }
            foot={<LastPress mails={preview.visits.filter(({ hasMail }) => hasMail).length} />}
          />
          <h2 class="closing-list">予約のある方</h2>
          <Table
            caption="要振替になる予約"
            empty="この日時に、予約はありません。"
            columns={[wholeCol('日時'), wholeCol('来庁者'), '手続き', wholeCol('お知らせ')]}
            rows={preview.visits.map((visit) =>
              visit.names === null
                ? [shortDate(visit.day), PROTECTED_LINE, '', '']
                : [
                    <>
                      {shortDate(visit.day)} {clockTime(visit.startMinute)}
                      {several && <span class="sub">{visit.officeName}</span>}
                    </>,
                    <>
                      <a href={paths.reservation(visit.id)}>{visit.names.map((name) => printable(name).text).join('、')}</a>
                      <span class="sub">{visit.number}</span>
                    </>,
                    visit.serviceName,
                    contact(visit),
                  ],
            )}
          />
        </>
      )}
    </TitledPage>
  );
}
