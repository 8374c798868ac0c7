import { writeFileSync } from 'node:fs';
import { accountsSql } from './accounts-sql.ts';

writeFileSync(new URL('../accounts.sql', import.meta.url), accountsSql());
