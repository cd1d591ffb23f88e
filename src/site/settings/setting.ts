/** One number the city sets. */
export type Setting = {
  /** What the default is; the same stands in settings.sql (a test compares them). */
  usual: number;
  least: number;
  most: number;
  unit: '分' | '時間' | '時' | '日' | 'か月' | '年' | '回' | '人' | '件' | '円';
  /** How an administrator reads it. */
  label: string;
  means: string;
};
