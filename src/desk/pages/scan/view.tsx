import { clockTime } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, GetForm, hasErrors, Notice, PostForm, Says, Select } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { Page } from '../../frame.tsx';
import { Crumbs } from '../../parts/crumbs.tsx';
import { takenBack } from '../../parts/form.tsx';
import { lookOf, ScanAnswerBox, scannedBirth, scannedName, scannedVisit } from '../../parts/scan-answer.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { ScanAnswer } from './answer.ts';
import { ArrivingCards } from './arriving.tsx';
import { MissingLink } from './missing-link.tsx';
import { noteForm, type ScanPageProps, taskQuery, untilForm } from './read.ts';
import { SCAN_WORDS } from './words.ts';

type Props = { ask: SignedAsk; props: ScanPageProps };

/** Where one stands, up to which day, where cards go: chosen once, carried along from scan to scan. */
function Task({ ask, props }: Props) {
  const { task, offices, office, toOffice, errors } = props;
  const choices = offices.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <GetForm action={paths.cardScan(task.mode)} class="list-filter">
      <Select name="office" label="作業する場所" options={choices} value={office.code} />
      {task.mode === 'send' && (
        <Select name="to" label="送り先" options={choices.filter(({ value }) => value !== office.code)} value={toOffice?.code} />
      )}
      {(task.mode === 'pull' || task.mode === 'send') && (
        <FormFields form={untilForm} state={takenBack(ask, untilForm.boxes({ until: task.until }), errors)} />
      )}
      <Button kind="second">切替</Button>
    </GetForm>
  );
}

/** The last scan, large: sign, what to do first, whose it is, why. */
function Answer({ ask, answer, props }: { ask: SignedAsk; answer: ScanAnswer; props: ScanPageProps }) {
  const { task, toOffice } = props;
  if (answer.kind === 'done') {
    const place =
      task.mode === 'send'
        ? `${toOffice?.name ?? ''}へ`
        : task.mode === 'receive' || task.mode === 'found'
          ? undefined
          : (answer.card.place ?? '');
    return <ScanAnswerBox look="done" sign={`✓ ${SCAN_WORDS[task.mode].done}`} place={place} card={answer.card} />;
  }
  if (answer.kind === 'stopped') {
    const { card, stop } = answer;
    return (
      <ScanAnswerBox look={lookOf(stop)} sign={`${stop.sign} ${stop.first}`} card={card}>
        <p>{stop.why}何も記録していません。</p>
      </ScanAnswerBox>
    );
  }
  if (answer.kind === 'several')
    return (
      <SharedIdBox
        ask={ask}
        cards={answer.cards}
        action={paths.cardScan(task.mode)}
        hidden={{ ...taskQuery(props), ...(task.mode === 'found' ? { note: props.note.shown('note') } : {}) }}
      />
    );
  return (
    <ScanAnswerBox look="wrong" sign="× 読み取れません" code={answer.code}>
      <p>{answer.why}何も記録していません。</p>
    </ScanAnswerBox>
  );
}

function Recent({ ask, props }: Props) {
  const { recent, task } = props;
  if (recent.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="recent">
      <h2 id="recent">直近の読取</h2>
      <ul class="scan-recent">
        {recent.map(({ id, at, card, undone, last }) => (
          <li class={undone ? 'scan-undone' : ''}>
            <span>
              {clockTime(cityMinute(at))}　{scannedName(card)}　{scannedBirth(card)}　{card.place ?? ''}
              {undone && '（取消済）'}
            </span>
            {last && !undone && (
              <PostForm
                action={paths.undoCardScan(task.mode)}
                token={ask.token}
                hidden={{ ...taskQuery(props), event: String(id) }}
              >
                <Button kind="second">
                  取消<span class="unseen">：{scannedName(card)}</span>
                </Button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What has not been scanned, in the order of the shelf, the next one large. */
const SHOWN = 15;

function Left({ props: { left, task } }: { props: ScanPageProps }) {
  if (SCAN_WORDS[task.mode].left === '') return null;
  return (
    <aside class="desk-side" aria-labelledby="left">
      <h2 id="left">
        {SCAN_WORDS[task.mode].left}　{grouped(left.length)}枚
      </h2>
      {left.length === 0 ? (
        <p class="empty">残っているカードは、ありません。</p>
      ) : (
        <ol class="scan-left">
          {left.slice(0, SHOWN).map((card, at) => (
            <li class={at === 0 ? 'scan-next' : ''}>
              <b>{[card.cabinet, card.box, card.position].filter((part) => part !== null).join(' ') || '棚の記録なし'}</b>
              <span>
                {scannedName(card)}　{scannedBirth(card)}　{card.officeName}
                {'　'}
                <span class="unbroken">{scannedVisit(card)}</span>
              </span>
              <MissingLink card={card} />
            </li>
          ))}
        </ol>
      )}
      {left.length > SHOWN && (
        <p class="soft">ほか{left.length - SHOWN}枚。すべては「一覧・印刷」の引き抜きリストと回送リストにあります。</p>
      )}
    </aside>
  );
}

const DONE: Record<string, { kind: 'done' | 'stop'; words: string }> = {
  undone: { kind: 'done', words: '直前の記録を取り消しました。' },
  'not-yours': { kind: 'stop', words: '取り消せるのは、自分で記録したものだけです。' },
  'not-undone': { kind: 'stop', words: 'このカードには、その後の記録があるため、取り消せません。' },
};

/** One field that always has the focus; a scanner types into it and presses Enter. */
export function ScanPage({ ask, props }: Props) {
  const { task, office, boxName, answer, errors } = props;
  const words = SCAN_WORDS[task.mode];
  const said = DONE[field(ask.query, 'done')];
  return (
    <Page ask={ask} title={words.title} wrong={hasErrors(errors) || hasErrors(props.note.errors)}>
      <Crumbs of={[{ href: paths.storage, words: '保管場所' }]} label="作業する場所" />
      <h1>
        {words.title}：{office.name}
      </h1>
      <ErrorSummary errors={{ ...errors, ...props.note.errors }} />
      <div class="desk-columns">
        <div class="desk-body">
          <ScanForm ask={ask} action={paths.cardScan(task.mode)} hint={words.lead} hidden={taskQuery(props)}>
            {task.mode === 'found' && <FormFields form={noteForm} state={props.note} />}
          </ScanForm>
          {boxName !== '' && (
            <p class="lead">
              保管する箱：<b>{boxName}</b>
              {'　'}
              <a href={withQuery(paths.cardScan(task.mode), { office: office.code })}>箱の指定をやめる</a>
            </p>
          )}
          {said !== undefined && (
            <Notice kind={said.kind} role="status">
              <Says>{said.words}</Says>
            </Notice>
          )}
          {answer !== undefined && <Answer ask={ask} answer={answer} props={props} />}
          <Recent ask={ask} props={props} />
          <Task ask={ask} props={props} />
        </div>
        <Left props={props} />
        <ArrivingCards props={props} />
      </div>
    </Page>
  );
}
