import { changesOf, type Facts } from '../../audit/change.ts';
import { factName, factWords } from '../../audit/facts.ts';
import { Notice, Says, Table } from '../../lib/html/index.ts';
import { paths } from '../paths.ts';
import type { Crumb } from './crumbs.tsx';
import { TitledPage, type TitledProps } from './titled-page.tsx';

export const RIGHT = 'settings.manage';

export const SETTINGS: Crumb = { href: paths.settings, words: '設定' };

/** A page of the settings. */
export const SettingsPage = ({ crumbs = [], ...props }: TitledProps) => <TitledPage {...props} crumbs={[SETTINGS, ...crumbs]} />;

/** The page was old: nothing was changed. What is kept by now and what was typed, side by side, before it is sent once more. */
export function Meanwhile({ kept, typed }: { kept: Facts | null; typed: Facts }) {
  return (
    <Notice kind="stop" role="alert" title="ほかの職員が先に変更したため、何も変更していません">
      <Says>
        下の欄には、あなたの画面の内容が残っています。違うところを見比べて、残すほうを欄に入力してから、もう一度「保存する」を押してください。
      </Says>
      <Table
        caption="現在の内容と、あなたの画面の内容の違うところ"
        wide
        columns={['項目', '現在の内容', 'あなたの画面の内容']}
        rows={Object.entries(changesOf(kept, typed)).map(([name, [now, mine]]) => [
          factName(name),
          factWords(name, now),
          factWords(name, mine),
        ])}
      />
    </Notice>
  );
}
