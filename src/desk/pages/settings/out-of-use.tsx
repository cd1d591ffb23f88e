import { type InTheWay, nothingInTheWay } from '../../../closing/retire.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import type { SignedAsk } from '../../route.ts';
import { InTheWayList } from './in-the-way.tsx';
import { type Crumb, SettingsPage } from './parts.tsx';

type RetireProps = {
  ask: SignedAsk;
  title: string;
  heading: string;
  crumbs: Crumb[];
  /** Of the office or service itself. */
  here: string;
  action: string;
  inTheWay: InTheWay;
  /** Of an office: its first visit that stands in the way can be looked at. */
  officeId?: number;
  /** What going means, where nothing stands in the way. */
  means: string;
  /** Why it may not go yet. */
  notYet: string;
  button: string;
};

/** Asks once more before an office or a service goes out of use, or says what has to be done first. */
export function RetirePage({ ask, here, action, inTheWay, officeId, means, notYet, button, ...page }: RetireProps) {
  const back = (
    <LinkButton href={here} kind="second">
      戻る
    </LinkButton>
  );
  return (
    <SettingsPage ask={ask} {...page}>
      {nothingInTheWay(inTheWay) ? (
        <>
          <Says class="lead">{means}</Says>
          <PostForm action={action} token={ask.token}>
            <p class="acts">
              <Button kind="danger">{button}</Button>
              {back}
            </p>
          </PostForm>
        </>
      ) : (
        <>
          <Notice kind="stop" title="いまは、やめられません">
            <Says>{notYet}</Says>
          </Notice>
          <InTheWayList inTheWay={inTheWay} officeId={officeId} />
          <p class="acts">{back}</p>
        </>
      )}
    </SettingsPage>
  );
}

type RetiredProps = {
  ask: SignedAsk;
  title: string;
  heading: string;
  crumbs: Crumb[];
  since: Date;
  /** What was done then. */
  done: string;
  restore: { action: string; button: string };
};

/** An office or a service out of use: nothing can be changed until it is taken back into use. */
export function RetiredPage({ ask, since, done, restore, ...page }: RetiredProps) {
  return (
    <SettingsPage ask={ask} {...page}>
      <Says class="lead">{`${deskMoment(since)}に、${done}。どの一覧にも出ません。`}</Says>
      <PostForm action={restore.action} token={ask.token}>
        <p class="acts">
          <Button kind="second">{restore.button}</Button>
        </p>
      </PostForm>
    </SettingsPage>
  );
}
