import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** The words the shared parts say themselves; a door hands in those of the page's language. */
type PartWords = {
  skip: string;
  must: string;
  may: string;
  errorTitle: string;
  errorPrefix: string;
  change: string;
  pages: string;
  previous: string;
  following: string;
  /** Between a word and what it is said of, read aloud. */
  colon: string;
  signs: Record<'open' | 'few' | 'full' | 'closed', string>;
};

const japanese: PartWords = {
  skip: '本文へ進む',
  must: '※必須',
  may: '任意',
  errorTitle: '入力内容をご確認ください',
  errorPrefix: 'エラー：',
  change: '変更',
  pages: 'ページ',
  previous: '前へ',
  following: '次へ',
  colon: '：',
  signs: { open: '空きあり', few: '残りわずか', full: '満員', closed: '受付なし' },
};

/** Wrap a page of another language in `<PartWordsContext.Provider value={…}>`. */
export const PartWordsContext = createContext<PartWords>(japanese);
export const usePartWords = (): PartWords => useContext(PartWordsContext);
