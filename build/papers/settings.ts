import { SETTINGS } from '../../src/config/settings.ts';
import { usersOf } from '../../src/config.ts';
import { ROOT } from '../../src/lib/root.ts';
import { amountOf, SETTINGS as CITY, citySettingsTable, type Setting } from '../../src/site/settings.ts';
import { tableOf } from './markdown.ts';
import { allowedWords, MEANS } from './settings-words.ts';

const fallbackOf = (one: { fallback?: string }): string | undefined => one.fallback?.replace(ROOT, '.').replace('./.', '.');

/** The default of what the city sets (`hold-minutes`: 10分) or of a process's setting (`DESK_PORT`: 3001); undefined where there is none such. */
export function usualValue(key: string): string | undefined {
  const city: ReadonlyMap<string, Setting> = new Map(Object.entries(CITY));
  const one = city.get(key);
  if (one !== undefined) return amountOf(one, one.usual);
  const setting = Object.values(SETTINGS).find(({ env }) => env === key);
  return setting === undefined ? undefined : fallbackOf(setting);
}

/** 別紙1: every setting of a process and every number the city sets, with defaults. */
export function settingsList(): string {
  const names = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];
  const rows = names.map((name) => {
    const { env, kind, ...rest } = SETTINGS[name];
    const usual = fallbackOf(rest);
    return [`\`${env}\``, MEANS[name], allowedWords(kind), usual === undefined ? '' : `\`${usual}\``, usersOf(name).join('、')];
  });
  return `# 別紙1 設定の一覧（機器設定書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。鍵とパスワードの値は書きません。

## 1 プロセスの設定（環境変数）

${tableOf(['設定', '意味', '書けるもの', '初期値', '必ず要る命令'], rows)}

## 2 市の設定

管理者が職員の画面「設定 › 市の設定」で変更します。だれが何を変えたかは操作履歴に残ります。

${citySettingsTable()}
`;
}
