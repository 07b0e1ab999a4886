// A request that more typing has overtaken is ended on purpose (hx-sync="this:replace"); htmx writes that down as an
// error. What really fails is still written down: by htmx:sendError, htmx:timeout and htmx:responseError.
htmx.logger = (_element, name, detail) => {
  if (name === "htmx:sendAbort" || name === "htmx:afterRequest") delete detail.error;
};
