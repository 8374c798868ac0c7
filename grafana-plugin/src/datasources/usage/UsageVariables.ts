import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import type { Observable } from 'rxjs';
import { translated } from '../../translated.ts';
import { cancellable } from './cancellable.ts';
import { lazyPart } from '../../lazy-part.tsx';
import type { UsageDataSourceApi, UsageOptions, UsageQuery, UsageVariableQuery, VariableEditorProps } from './types.ts';

/** Dashboard variables whose values are those of a field of the records. */
export class UsageVariables extends CustomVariableSupport<
  UsageDataSourceApi,
  UsageVariableQuery,
  UsageQuery,
  UsageOptions
> {
  readonly editor = lazyPart<VariableEditorProps>(() => import('./VariableEditor.tsx'));
  private readonly dataSource: UsageDataSourceApi;

  constructor(dataSource: UsageDataSourceApi) {
    super();
    this.dataSource = dataSource;
  }

  override getDefaultQuery(): Partial<UsageVariableQuery> {
    return { refId: 'variable', field: 'model' };
  }

  override query(request: DataQueryRequest<UsageVariableQuery>): Observable<DataQueryResponse> {
    return cancellable(async (signal) => {
      const [{ ledger }, { variableValues }] = await Promise.all([
        this.dataSource.stores(),
        translated(() => import('./variable-values.ts')),
      ]);
      return variableValues(ledger, request, signal);
    });
  }
}
