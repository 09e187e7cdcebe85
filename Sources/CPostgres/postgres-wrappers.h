// What Swift cannot import from libpq as it is: fields of an error, which are characters, and a receiver of notices that are none of ours.
#pragma once

#include <libpq-fe.h>

static const int cpostgres_field_sqlstate = PG_DIAG_SQLSTATE;
static const int cpostgres_field_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int cpostgres_field_constraint = PG_DIAG_CONSTRAINT_NAME;

static inline void cpostgres_ignore_notice(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

// A notice ("relation exists already") would go to standard error otherwise.
static inline void cpostgres_ignore_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, cpostgres_ignore_notice, NULL);
}
