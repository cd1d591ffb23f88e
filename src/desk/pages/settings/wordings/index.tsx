import { deskMoment } from '../../../../lib/dates/jst.ts';
import { Says, Table } from '../../../../lib/html/index.ts';
import { type WordingState, wordingStates } from '../../../../site/wordings/acts.ts';
import { WORDING_GROUPS } from '../../../../site/wordings/all.ts';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths } from '../../../paths.ts';
import { get, type Route, type SignedAsk, show } from '../../../route.ts';
import { oneWording } from './one.tsx';

const stateWords = (state: WordingState | undefined): string => {
  const now = state === undefined || !state.own || state.since === null ? '初期の文' : `${deskMoment(state.since)}から市の文`;
  return state === undefined || state.comesAt === null ? now : `${now}（${deskMoment(state.comesAt)}に変更の予定）`;
};

async function list(ask: SignedAsk) {
  const states = new Map((await wordingStates(ask.db)).map((state) => [state.name, state]));
  return show(
    <SettingsPage ask={ask} title="文面">
      <Says class="lead">
        市民へのメールと予約サイトの文を、市の文に変更できます。登録する前に、すべての言語の表示を確かめられます。前の文にも戻せます。
      </Says>
      {WORDING_GROUPS.map(({ title, about, wordings }) => (
        <section class="desk-section wordings">
          <h2>{title}</h2>
          <Says>{about}</Says>
          <Table
            caption={title}
            columns={['名称', '現在の文']}
            rows={wordings.map(({ name, title: words }) => [
              <a href={paths.wording(name)}>{words}</a>,
              stateWords(states.get(name)),
            ])}
          />
        </section>
      ))}
    </SettingsPage>,
  );
}

export const wordingRoutes: readonly Route[] = [get(paths.wordings, RIGHT, list), ...oneWording];
