/** The one door between a webview and the extension. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host<Out, State> {
  send(message: Out): void;
  /** What `remember` was last given, before or after a reload of the window. */
  readonly remembered: State | undefined;
  remember(state: State): void;
}

/** May be called once in a page. */
export function connect<In, Out, State = never>(receive: (message: In) => void): Host<Out, State> {
  const api = acquireVsCodeApi();
  window.addEventListener("message", (event: MessageEvent<In>) => receive(event.data));
  return {
    send: (message) => api.postMessage(message),
    get remembered() {
      return (api.getState() ?? undefined) as State | undefined;
    },
    remember: (state) => api.setState(state),
  };
}
