// What somebody has to be told. Each is a section of docs/runbook.md under its name. Most read lines that VitalsTimer logs every
// five minutes, and each fires when its query has a row; the tests hold the texts looked for here against those that the code logs.

param actionGroupName string
param emails string[]
param workspaceId string
param serverId string
param mostConnections int
param silentFor string
param location string
param tags object

// Of each tenant its own alert: one that stands open for days must not keep another's quiet.
var byTenant = [
  {
    name: 'Tenant'
    operator: 'Include'
    values: ['*']
  }
]

var troubled = '''
AppTraces
| where Message startswith 'Tenant ' and Message contains ' needs somebody: '
| parse Message with 'Tenant ' Tenant ' needs somebody: ' Overdue:long ' months overdue (first ' Month '), ' HighFindings:long ' open findings of high severity, its oldest unsent digest waits ' UnsentMinutes:long ' minutes'
'''

var vitals = '''
AppTraces
| where Message startswith 'Vitals: '
| parse Message with 'Vitals: ' Overdue:long ' months overdue, ' HighFindings:long ' open findings of high severity, ' OpenFindings:long ' open findings, ' Quarantined:long ' deliveries in quarantine, ' UnsentMinutes:long ' minutes the oldest unsent digest waits, ' PoisonMessages:long ' poison messages'
'''

var logAlerts = [
  {
    name: 'webhooks-failing'
    description: 'A delivery could not be stored. Stripe sends it again for three days, GoHighLevel for an hour.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: '''
let waiting = AppTraces | where Message contains ' not taken yet: ' and Message !contains 'contact-hash' | distinct OperationId;
union
  (AppRequests | where Name in ('StripeWebhook', 'GoHighLevelWebhook', 'ReceiveEvents') and toint(ResultCode) >= 500 | where OperationId !in (waiting)),
  (AppTraces | where Message endswith ' not stored' or (Message contains ' not taken yet: ' and Message contains 'contact-hash')),
  (AppExceptions | where tostring(Properties.FormattedMessage) endswith ' not stored')
'''
    dimensions: []
  }
  {
    name: 'webhooks-waiting'
    description: 'Deliveries come for a tenant whose secret or location is not set yet. Anybody can cause it, by posting for such a tenant.'
    severity: 3
    frequency: 'PT1H'
    window: 'PT1H'
    query: '''
AppTraces
| where Message contains ' not taken yet: ' and Message !contains 'contact-hash'
| parse Message with * ' delivery for ' Tenant ' not taken yet: ' Missing
'''
    dimensions: byTenant
  }
  {
    name: 'webhooks-silent'
    description: 'No source has posted anything for long.'
    severity: 2
    frequency: 'PT1H'
    window: silentFor
    query: '''
AppRequests
| where Name in ('StripeWebhook', 'GoHighLevelWebhook') and Success
| summarize Seen = count()
| where Seen == 0
'''
    dimensions: []
  }
  {
    name: 'poison-messages'
    description: 'A message that was tried five times lies in a poison queue, and what handles it there failed too.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    query: '${vitals}| summarize Fewest = min(PoisonMessages) | where Fewest > 0'
    dimensions: []
  }
  {
    name: 'month-not-closed'
    description: 'A month that ended is still open a day after it was to close.'
    severity: 1
    frequency: 'PT15M'
    // All looks of two hours: a tenant that is made with months past has them closed within the first.
    window: 'PT2H'
    query: '${troubled}| summarize Looks = count(), Open = countif(Overdue > 0) by Tenant | where Open == Looks and Looks >= 12'
    dimensions: byTenant
  }
  {
    name: 'high-severity-finding'
    description: 'The ledger disagrees with a source, or with itself, about what counts.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: '${troubled}| where HighFindings > 0'
    dimensions: byTenant
  }
  {
    name: 'vitals-missing'
    description: 'VitalsTimer has logged nothing for an hour: timers do not run, or the database does not answer. Other alerts cannot fire.'
    severity: 1
    frequency: 'PT15M'
    window: 'PT1H'
    query: '''
AppTraces
| where Message startswith 'Vitals: '
| summarize Seen = count()
| where Seen == 0
'''
    dimensions: []
  }
]

var metricAlerts = [
  {
    name: 'database-cpu'
    description: 'The database server is busy.'
    metric: 'cpu_percent'
    threshold: 85
  }
  {
    name: 'database-storage'
    description: 'The disk of the database server fills up. It grows by itself where it can; full, it takes no more webhooks.'
    metric: 'storage_percent'
    threshold: 80
  }
  {
    name: 'database-connections'
    description: 'The database server has few connections left.'
    metric: 'active_connections'
    threshold: mostConnections * 4 / 5
  }
]

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'plumbline'
    enabled: true
    emailReceivers: [
      for (email, i) in emails: {
        name: 'receiver-${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource logs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: alert.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.name
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      // The tables come with the first line that is logged.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            dimensions: alert.dimensions
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroup.id]
      }
    }
  }
]

resource metrics 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metricAlerts: {
    name: alert.name
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: 2
      enabled: true
      scopes: [serverId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
            metricName: alert.metric
            timeAggregation: 'Average'
            operator: 'GreaterThan'
            threshold: alert.threshold
          }
        ]
      }
      actions: [
        {
          actionGroupId: actionGroup.id
        }
      ]
    }
  }
]
